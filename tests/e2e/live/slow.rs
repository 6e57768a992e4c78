//! Who does not read is cut, and nobody else notices.

use super::{assert_whole, lobby, ready};
use crate::harness::{Deployment, Follower, Kind};
use serde_json::Value;

const CUT: &str = "ludger_live_slow_readers_cut_total";
const LIVE: &str = "ludger_live_connections";
/// Fewer than are kept for those who are behind.
const AT_ONCE: usize = 100;
/// More than everything between the server and a client who does not read can hold.
const BYTES: usize = 16 * 1024 * 1024;
/// Of each event.
const EVENT_BYTES: usize = 8 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_is_cut_and_others_do_not_notice() {
    let here = Deployment::on(Kind::Sqlite).with("metrics_listen", "127.0.0.1:0");
    let server = here.start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let session = lobby(&server, &ada, &bob).await;
    let mut quick = server.follow(&ada, &session, Some(0)).await;
    let ticket = server.ticket(&bob, &session).await;
    let query = format!("ticket={ticket}&last_event_id=0");
    let slow = server.open(&session, &query, 4 * 1024).await.unwrap();
    server.until(LIVE, |live| live >= 2.0).await;
    quick.until("joined").await;
    let mut told = 1;
    while told * EVENT_BYTES < BYTES {
        another_node_tells(&here, &session, told);
        for _ in 0..AT_ONCE {
            quick.until("ready").await;
        }
        told += AT_ONCE;
    }
    server.until(CUT, |cut| cut >= 1.0).await;
    server.until(LIVE, |live| live < 2.0).await;
    drop(slow);
    ready(&server, &bob, &session, true).await;
    quick.until("ready").await;
    told += 1;
    assert_eq!(quick.told.len(), told);
    assert_whole(&quick.told, 1);
    // What was missed is not lost.
    let again = server.follow(&bob, &session, Some(0)).await;
    assert_eq!(again.first(told).await, quick.told);
    server.stop().await;
}

/// Events behind the last one, as this node finds them when another one has committed them.
fn another_node_tells(here: &Deployment, session: &str, last: usize) {
    let stream = format!("x'{}'", session.replace('-', ""));
    let (first, last) = (last + 1, last + AT_ONCE);
    let payload = format!(
        r#"{{"is_ready":false,"rest":"{}"}}"#,
        "x".repeat(EVENT_BYTES)
    );
    let sql = format!(
        "INSERT INTO stream_events (stream_id, sequence, name, payload, created_at) \
         WITH RECURSIVE numbers (n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}) \
         SELECT {stream}, n, 'ready', '{payload}', \
             (SELECT created_at FROM stream_events WHERE stream_id = {stream} AND sequence = 1) FROM numbers; \
         UPDATE streams SET last_sequence = {last} WHERE id = {stream}"
    );
    here.sql().run(&sql).unwrap();
}

impl Follower {
    /// The first of what is told.
    async fn first(mut self, count: usize) -> Vec<Value> {
        while self.told.len() < count {
            self.next().await.unwrap();
        }
        self.told
    }
}
