//! Three times as many requests as the server can answer: it answers what it can, soon, and turns the rest away at
//! once, and does not grow.
//!
//! The test asserts what must hold on any machine, with so few places that they are taken within seconds. Figures, with
//! as many as the product has by default: `cargo xtask bench overload`.

use crate::harness::{Deployment, Kind, Latencies, Server, User, Wire, move_amount, system, user};
use futures::future::join_all;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// For requests in work.
const PLACES: &str = "128";
const LASTING: Duration = Duration::from_secs(4);
/// More than it can do.
const TIMES: f64 = 3.0;
/// Connections on which the server shows how much it can do: the more of them, the larger its batches.
const CONNECTIONS: [usize; 3] = [32, 128, 512];
/// For showing it on so many.
const CAPACITY_TIME: Duration = Duration::from_secs(1);
/// A connection that was idle for longer is not used again: the server may be about to close it.
const IDLE_MAX: Duration = Duration::from_secs(2);
/// For any answer, on a machine that runs other tests beside this one.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// What the server may need more at the end than halfway, besides the connections that were opened meanwhile.
const GROWTH_MB_MAX: u64 = 32;
/// How many connections may need one more: each has its buffers.
const CONNECTIONS_PER_MB: u64 = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_stands_three_times_the_load() {
    overload(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_stands_three_times_the_load() {
    overload(Kind::Postgres).await;
}

async fn overload(kind: Kind) {
    let here = Deployment::on(kind).with("requests_max", PLACES);
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    let load = Arc::new(Load::new(&server, &service, &ada));
    let capacity = load.capacity().await;
    let halfway = async {
        sleep_until(Instant::now() + LASTING / 2).await;
        (server.memory_mb(), load.opened.load(Ordering::Relaxed))
    };
    let (went, (halfway, opened)) =
        tokio::join!(load.clone().open(capacity * TIMES, LASTING), halfway);
    let end = server.memory_mb();
    let opened = load.opened.load(Ordering::Relaxed) - opened;
    let Went { accepted, refused } = went;
    eprintln!(
        "capacity {capacity:.0}/s; {:.0}/s for {LASTING:?}: accepted {accepted}; refused {refused}; \
         memory {halfway:?} MB, then {end:?} MB with {opened} more connections",
        capacity * TIMES
    );
    assert!(accepted.len() > 0 && refused.len() > 0, "it was too much");
    assert!(accepted.percentile(100) < ANSWER_MAX, "{accepted}");
    assert!(refused.percentile(100) < ANSWER_MAX, "{refused}");
    if let (Some(halfway), Some(end)) = (halfway, end) {
        let allowed = halfway + GROWTH_MB_MAX + opened / CONNECTIONS_PER_MB;
        assert!(
            end <= allowed,
            "{halfway} MB, then {end} MB with {opened} more connections"
        );
    }
    // And then it is as before.
    server.get("/v1/me").as_(&ada).await.gives(200);
    server.stop().await;
    here.books_fit().await;
}

/// Requests that move value, each a new one.
struct Load {
    address: String,
    head: String,
    body: String,
    next: AtomicU64,
    /// Connections that were opened so far.
    opened: AtomicU64,
    idle: Mutex<Vec<(Instant, Wire)>>,
}

/// How it went.
#[derive(Default)]
struct Went {
    accepted: Latencies,
    refused: Latencies,
}

impl Load {
    fn new(server: &Server, service: &User, whom: &User) -> Self {
        let gift = move_amount("bonus", &system("mint"), &user(whom), "0.01 INR");
        Self {
            address: server.address().to_owned(),
            head: format!(
                "POST /v1/ledger/transfers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
                 Content-Type: application/json\r\n",
                service.access
            ),
            body: gift.to_string(),
            next: AtomicU64::new(0),
            opened: AtomicU64::new(0),
            idle: Mutex::default(),
        }
    }

    /// The most requests a second that are granted while each waits for the one before.
    async fn capacity(&self) -> f64 {
        let mut most = 0.0_f64;
        for connections in CONNECTIONS {
            most = most.max(self.closed(connections).await);
        }
        most
    }

    /// Requests a second that are granted on so many connections.
    async fn closed(&self, connections: usize) -> f64 {
        let end = Instant::now() + CAPACITY_TIME;
        let one = async |_| {
            let mut count = 0_u32;
            while Instant::now() < end {
                count += u32::from(self.ask().await);
            }
            count
        };
        let counts = join_all((0..connections).map(one)).await;
        f64::from(counts.into_iter().sum::<u32>()) / CAPACITY_TIME.as_secs_f64()
    }

    /// So many requests a second, whether or not earlier ones were answered. Latencies count from when each was due.
    async fn open(self: Arc<Self>, rate: f64, lasting: Duration) -> Went {
        let begun = Instant::now();
        let mut asked = Vec::new();
        for n in 0_u32.. {
            let due = begun + Duration::from_secs_f64(f64::from(n) / rate);
            if due >= begun + lasting {
                break;
            }
            sleep_until(due).await;
            let load = self.clone();
            asked.push(tokio::spawn(async move {
                let is_accepted = load.ask().await;
                (is_accepted, due.elapsed())
            }));
        }
        let mut went = Went::default();
        for asked in asked {
            let (is_accepted, latency) = asked.await.unwrap();
            if is_accepted {
                went.accepted.add(latency);
            } else {
                went.refused.add(latency);
            }
        }
        went
    }

    /// Asks, and tells whether it was granted or turned away. There is nothing else.
    async fn ask(&self) -> bool {
        let mut wire = self.wire().await;
        let (head, body) = (&self.head, &self.body);
        let key = self.next.fetch_add(1, Ordering::Relaxed);
        let length = body.len();
        let request =
            format!("{head}Idempotency-Key: k{key}\r\nContent-Length: {length}\r\n\r\n{body}");
        wire.say(request).await.unwrap();
        let reply = wire.reply().await.unwrap();
        let refused = reply.status == 503 && reply.head.contains("\r\nretry-after: ");
        assert!(refused || reply.status == 201, "{reply:?}");
        if !reply.is_last() {
            let mut idle = self.idle.lock().unwrap();
            idle.push((Instant::now(), wire));
        }
        !refused
    }

    /// The connection that was used last, or a new one.
    async fn wire(&self) -> Wire {
        let last = self.idle.lock().unwrap().pop();
        match last {
            Some((since, wire)) if since.elapsed() < IDLE_MAX => wire,
            _ => {
                self.opened.fetch_add(1, Ordering::Relaxed);
                Wire::try_open(&self.address).await.unwrap()
            }
        }
    }
}
