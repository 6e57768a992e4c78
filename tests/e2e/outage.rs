//! A database that cannot be reached, in every way that was ever seen: each request is answered soon, and all is well
//! soon after.
//!
//! Once for each way; `LUDGER_OUTAGES=10 cargo xtask test -p ludger outage` does it as often as was promised.

use crate::harness::{
    Answer, Cashier, Deployment, Kind, Latencies, Proxy, Request, Server, User, Way, move_amount,
    registration, scale, system, user,
};
use futures::StreamExt;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// For any answer.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// From the end of the outage until all is well.
const RECOVERY_MAX: Duration = Duration::from_secs(5);
/// Waves of requests in each outage: the first meets connections that were good, the last a server that knows.
const WAVES: usize = 3;
/// Clients that ask all the time, also when it begins.
const CLIENTS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_request_is_answered_and_the_server_recovers() {
    let here = Deployment::on(Kind::Postgres);
    let proxy = Proxy::to(here.database_address());
    let here = here.by_way_of(&proxy);
    let server = here.start().await;
    let grace = server.admin().await;
    let service = server.service(&grace).await;
    let world = World {
        server: &server,
        ada: server.player("ada").await,
        service,
    };
    for round in 0..scale("LUDGER_OUTAGES", 1) {
        for way in [Way::Frozen, Way::Refusing, Way::Hole] {
            let (latencies, recovery) = world.outage(&proxy, way, round).await;
            eprintln!("{way:?}, round {round}: answers {latencies}; well after {recovery:.1?}");
            let slowest = latencies.percentile(100);
            assert!(slowest < ANSWER_MAX, "{way:?}, round {round}: {latencies}");
            assert!(
                recovery < RECOVERY_MAX,
                "{way:?}, round {round}: {recovery:?}"
            );
        }
    }
    server.stop().await;
    here.books_fit().await;
}

/// Whoever asks, and whom.
struct World<'a> {
    server: &'a Server,
    ada: User,
    service: User,
}

impl World<'_> {
    /// An outage from its beginning to its end: how long answers took, and how long the recovery.
    async fn outage(&self, proxy: &Proxy, way: Way, round: usize) -> (Latencies, Duration) {
        let (over, ends) = watch::channel(false);
        let clients = join_all((0..CLIENTS).map(|n| self.ask_until(n, ends.clone())));
        let outage = async {
            // Clients are at work.
            self.is_well(&format!("{way:?}-{round}-before")).await;
            proxy.set(way);
            let mut all = Latencies::default();
            for wave in 0..WAVES {
                all.extend(self.wave(&format!("{way:?}-{round}-{wave}")).await);
            }
            proxy.set(Way::Open);
            let begun = Instant::now();
            let ready = async { while self.server.get("/readyz").await.status != 200 {} };
            timeout(RECOVERY_MAX, ready)
                .await
                .expect("it is ready soon");
            self.is_well(&format!("{way:?}-{round}-after")).await;
            let recovery = begun.elapsed();
            over.send_replace(true);
            (all, recovery)
        };
        let ((mut latencies, recovery), of_clients) = tokio::join!(outage, clients);
        latencies.extend(of_clients.into_iter().flatten());
        (latencies, recovery)
    }

    /// Requests one after the other, whatever comes of them.
    async fn ask_until(&self, number: usize, over: watch::Receiver<bool>) -> Vec<Duration> {
        let mut latencies = Vec::new();
        for n in 0.. {
            if *over.borrow() {
                break;
            }
            let begun = Instant::now();
            let request = match (number + n) % 3 {
                0 => self.server.get("/v1/me/wallets").as_(&self.ada),
                1 => self.server.get("/v1/topics").as_(&self.ada),
                _ => self.transfer(&format!("client-{number}-{n}")),
            };
            let answer = request.await;
            let is_fine = answer.status < 300 || is_outage(&answer) || answer.status == 422;
            assert!(is_fine, "{}", answer.told());
            latencies.push(begun.elapsed());
        }
        latencies
    }

    /// Requests of every kind at once, none of which can be granted. How long each took.
    async fn wave(&self, name: &str) -> Vec<Duration> {
        let begun = Instant::now();
        let server = self.server;
        let mut asked: FuturesUnordered<_> = self
            .requests(name)
            .into_iter()
            .chain([server.get("/readyz")])
            .map(IntoFuture::into_future)
            .collect();
        let mut latencies = Vec::new();
        while let Some(answer) = asked.next().await {
            assert!(is_outage(&answer), "{name}: {}", answer.told());
            latencies.push(begun.elapsed());
            // It lives all the while.
            server.get("/livez").await.gives(200);
        }
        latencies
    }

    async fn is_well(&self, name: &str) {
        for answer in join_all(self.requests(name).into_iter().map(IntoFuture::into_future)).await {
            assert!(
                matches!(answer.status, 200..=202),
                "{name}: {}",
                answer.told()
            );
        }
    }

    fn requests(&self, name: &str) -> Vec<Request> {
        let (server, ada) = (self.server, &self.ada);
        let whoever = registration(&name.to_lowercase());
        let credentials = serde_json::json!({ "email": ada.email, "password": ada.password });
        vec![
            server.get("/v1/me").as_(ada),
            server.get("/v1/me/wallets").as_(ada),
            server.get("/v1/topics").as_(ada),
            server.get("/v1/sessions").as_(ada),
            server
                .post("/v1/sessions")
                .as_(ada)
                .json(serde_json::json!({})),
            server.post("/v1/auth/sign-in").json(credentials),
            server.post("/v1/auth/register").json(whoever),
            self.transfer(&format!("{name}-1")),
            self.transfer(&format!("{name}-2")),
        ]
    }

    fn transfer(&self, key: &str) -> Request {
        let gift = move_amount("bonus", &system("mint"), &user(&self.ada), "0.01 INR");
        Cashier::new(self.server, &self.service).post(key, &gift)
    }
}

/// A problem that says when to come back.
fn is_outage(answer: &Answer) -> bool {
    answer.status == 503 && answer.header("retry-after").is_some() && answer.problem().is_object()
}
