//! The torture in short: every fault once, and the whole reckoning. A run that did not see what it is about fails too.
#![expect(
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is what it is for"
)]

use ludger_torture::deployment::Kind;
use ludger_torture::run::{Options, torture};

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_comes_through() {
    comes_through(Kind::Sqlite, 30).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_comes_through() {
    comes_through(Kind::Postgres, 60).await;
}

async fn comes_through(kind: Kind, seconds: u64) {
    let options = Options {
        seconds,
        ..Options::new(kind, env!("CARGO_BIN_EXE_ludger"))
    };
    let report = torture(options).await.unwrap();
    assert!(report.is_passed(), "{report}");
}
