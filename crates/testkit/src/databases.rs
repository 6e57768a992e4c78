//! Throw-away databases: each test has its own, and leaves none behind. They come as a URL, for whoever opens it, and a
//! guard to hold until the test is over.
//!
//! Postgres is reached by `LUDGER_TEST_DATABASE_URL`, whose role may create databases. A test without it fails:
//! skipping would look like passing.

mod template;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use tempfile::TempDir;

/// Drops the database when the test is over, however it ended.
#[derive(Debug)]
#[must_use = "the database is gone when its guard is"]
pub struct Guard(Kept);

#[derive(Debug)]
enum Kept {
    /// It removes itself.
    Folder(#[expect(dead_code, reason = "held, not read")] TempDir),
    /// On the server of the tests.
    Postgres(String),
}

/// An empty SQLite file.
pub fn sqlite() -> (String, Guard) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("ludger.db").display());
    (url, Guard(Kept::Folder(folder)))
}

/// A copy of the Postgres database `template`; `template0` is an empty one. Options of `CREATE DATABASE` may follow
/// the name.
pub fn postgres(template: &str) -> (String, Guard) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Relaxed);
    let name = format!("ludger_test_{}_{number}", std::process::id());
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
    admin().batch_execute(&sql).unwrap();
    (named(&name), Guard(Kept::Postgres(name)))
}

/// One empty database of each kind.
pub fn databases() -> [(String, Guard); 2] {
    [sqlite(), postgres("template0")]
}

/// A SQLite file whose schema is up to date.
pub fn migrated_sqlite() -> (String, Guard) {
    let (url, guard) = sqlite();
    ludger_store_diesel::migrate(&url).unwrap();
    (url, guard)
}

/// A Postgres database whose schema is up to date: a copy of one that was migrated when the first test needed it.
pub fn migrated_postgres() -> (String, Guard) {
    postgres(&template::migrated())
}

/// A connection that may create databases.
fn admin() -> PgConnection {
    PgConnection::establish(&admin_url()).unwrap()
}

/// The URL of another database on the same server.
fn named(name: &str) -> String {
    let admin = admin_url();
    let (address, options) = match admin.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (admin.as_str(), String::new()),
    };
    let Some((server, _)) = address.rsplit_once('/') else {
        panic!("LUDGER_TEST_DATABASE_URL names no database: postgres://user@host/database");
    };
    format!("{server}/{name}{options}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "only the test's surroundings know where the server is"
)]
fn admin_url() -> String {
    std::env::var("LUDGER_TEST_DATABASE_URL").unwrap_or_else(|_| {
        panic!(
            "LUDGER_TEST_DATABASE_URL is not set: run `cargo xtask test`, which starts a Postgres of its own"
        )
    })
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Kept::Postgres(name) = &self.0 {
            let dropped = admin().batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
            assert!(dropped.is_ok() || std::thread::panicking(), "{dropped:?}");
        }
    }
}
