//! Throw-away databases for tests: each test has its own, and leaves none behind.
//!
//! Postgres is reached by `LUDGER_TEST_DATABASE_URL`, whose role may create databases. A test without it fails:
//! skipping would look like passing.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Drops the database when the test is over, however it ended.
pub(crate) struct Guard {
    folder: Option<tempfile::TempDir>,
    name: Option<String>,
}

/// An empty SQLite file.
pub(crate) fn sqlite() -> (String, Guard) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("ludger.db").display());
    (
        url,
        Guard {
            folder: Some(folder),
            name: None,
        },
    )
}

/// A copy of the Postgres database `template`; `template0` is an empty one.
pub(crate) fn postgres(template: &str) -> (String, Guard) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("ludger_store_{}_{number}", std::process::id());
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
    admin().batch_execute(&sql).unwrap();
    (
        named(&name),
        Guard {
            folder: None,
            name: Some(name),
        },
    )
}

/// One empty database of each kind.
pub(crate) fn databases() -> [(String, Guard); 2] {
    [sqlite(), postgres("template0")]
}

/// A connection that may create databases.
pub(crate) fn admin() -> PgConnection {
    PgConnection::establish(&admin_url()).unwrap()
}

/// The URL of another database on the same server.
pub(crate) fn named(name: &str) -> String {
    let admin = admin_url();
    let (address, options) = admin
        .split_once('?')
        .map_or((admin.as_str(), None), |(a, o)| (a, Some(o)));
    let (server, _) = address.rsplit_once('/').expect("postgres://host/database");
    options.map_or_else(
        || format!("{server}/{name}"),
        |options| format!("{server}/{name}?{options}"),
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "only the test's surroundings know where the server is"
)]
fn admin_url() -> String {
    std::env::var("LUDGER_TEST_DATABASE_URL")
        .expect("LUDGER_TEST_DATABASE_URL is not set: run `cargo xtask test`, which starts a Postgres of its own")
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.folder.take());
        if let Some(name) = self.name.take() {
            let dropped = admin().batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
            assert!(dropped.is_ok() || std::thread::panicking(), "{dropped:?}");
        }
    }
}
