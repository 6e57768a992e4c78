//! Being asked to stop under load, again and again: whoever is connected gets a whole answer to what they ask.
//!
//! 3 times on each database; `LUDGER_STOPS=50 cargo nextest run -p ludger draining` stops as often as was promised.

use crate::harness::{Deployment, Server, User, Wire, move_amount, scale, system, user};
use futures::future::join_all;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::Instant;

on_both_databases! {
    no_request_is_dropped,
}

/// To end, whatever is in work.
const END_MAX: Duration = Duration::from_secs(15);
/// Clients that keep their connection.
const KEEPERS: usize = 24;
/// Clients that open one for each request.
const OPENERS: usize = 8;
/// Requests before each stop.
const BEFORE_STOP: usize = 60;

async fn no_request_is_dropped(here: Deployment) {
    let server = here.start().await;
    let service = server.service(&server.admin().await).await;
    let ada = server.player("ada").await;
    server.stop().await;
    for round in 0..scale("LUDGER_STOPS", 3) {
        let server = here.start().await;
        let clients = Clients::new(&server, &service, &ada, round);
        let stop = async {
            clients.enough.notified().await;
            let begun = Instant::now();
            server.terminate();
            begun
        };
        let keepers = join_all((0..KEEPERS).map(|n| clients.keep(n)));
        let openers = join_all((0..OPENERS).map(|n| clients.open(n)));
        let (begun, kept, opened) = tokio::join!(stop, keepers, openers);
        for dropped in kept.into_iter().chain(opened) {
            dropped.unwrap_or_else(|error| panic!("round {round}: {error}"));
        }
        assert_eq!(server.ended().await, Some(0));
        let taken = begun.elapsed();
        assert!(taken < END_MAX, "round {round}: {taken:?}");
        eprintln!(
            "round {round}: {} answers, ended after {taken:.1?}",
            clients.answers.load(Ordering::Relaxed)
        );
    }
    here.books_fit().await;
}

/// Clients of a server that is about to stop.
struct Clients {
    address: String,
    head: String,
    body: String,
    round: usize,
    answers: AtomicUsize,
    enough: tokio::sync::Notify,
}

impl Clients {
    fn new(server: &Server, service: &User, whom: &User, round: usize) -> Self {
        let gift = move_amount("bonus", &system("mint"), &user(whom), "1.00 INR");
        Self {
            address: server.address().to_owned(),
            head: format!(
                "POST /v1/ledger/transfers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
                 Content-Type: application/json\r\n",
                service.access
            ),
            body: gift.to_string(),
            round,
            answers: AtomicUsize::new(0),
            enough: tokio::sync::Notify::new(),
        }
    }

    /// One request after the other on a connection, until an answer says that it was the last.
    async fn keep(&self, number: usize) -> io::Result<()> {
        let mut wire = Wire::try_open(&self.address).await?;
        for n in 0.. {
            if self.ask(&mut wire, &format!("keep-{number}-{n}")).await? {
                break;
            }
        }
        Ok(())
    }

    /// One connection after the other, until none is taken any more.
    async fn open(&self, number: usize) -> io::Result<()> {
        for n in 0.. {
            let Ok(mut wire) = Wire::try_open(&self.address).await else {
                break;
            };
            self.ask(&mut wire, &format!("open-{number}-{n}")).await?;
        }
        Ok(())
    }

    /// Asks, and tells whether the answer is the last one.
    async fn ask(&self, wire: &mut Wire, key: &str) -> io::Result<bool> {
        let (head, body, round) = (&self.head, &self.body, self.round);
        let length = body.len();
        wire.say(format!(
            "{head}Idempotency-Key: {round}-{key}\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
        .await?;
        let reply = wire.reply().await?;
        assert_eq!(reply.status, 201, "{reply:?}");
        if self.answers.fetch_add(1, Ordering::Relaxed) + 1 == BEFORE_STOP {
            self.enough.notify_one();
        }
        Ok(reply.is_last())
    }
}
