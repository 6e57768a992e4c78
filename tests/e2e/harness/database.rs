//! The database of a deployment, and a way into it that does not lead through the program.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// Which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A database that goes when its test is over. SQLite's is a file in the deployment's folder, which goes by itself.
pub(crate) enum Database {
    Sqlite,
    Postgres { name: String },
}

impl Database {
    /// A fresh one. Without `LUDGER_TEST_DATABASE_URL` there is no Postgres, and the test fails: skipping would look
    /// like passing.
    pub(super) fn fresh(kind: Kind) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        if kind == Kind::Sqlite {
            return Self::Sqlite;
        }
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ludger_e2e_{}_{number}", std::process::id());
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0");
        admin().batch_execute(&sql).unwrap();
        Self::Postgres { name }
    }

    /// What the program is told; SQLite's is the default.
    pub(super) fn url(&self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres { name } => Some(url_of(name)),
        }
    }

    /// A connection as an intruder would have it.
    pub(super) fn open(&self, folder: &Path) -> ByHand {
        match self {
            Self::Sqlite => {
                let file = folder.join("data").join("ludger.db");
                let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
                let own = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON";
                connection.batch_execute(own).unwrap();
                ByHand::Sqlite(connection)
            }
            Self::Postgres { name } => {
                ByHand::Postgres(PgConnection::establish(&url_of(name)).unwrap())
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { name } = self {
            let dropped = admin().batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
            assert!(dropped.is_ok() || std::thread::panicking(), "{dropped:?}");
        }
    }
}

/// SQL written by hand.
pub(crate) enum ByHand {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[derive(QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

impl ByHand {
    /// Runs statements, all or none.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn run(&mut self, sql: &str) -> Result<(), String> {
        let all = format!("BEGIN; {sql}; COMMIT");
        let done = match self {
            Self::Sqlite(connection) => connection.batch_execute(&all),
            Self::Postgres(connection) => connection.batch_execute(&all),
        };
        if done.is_err() {
            // Postgres has rolled back already, and only warns.
            drop(match self {
                Self::Sqlite(connection) => connection.batch_execute("ROLLBACK"),
                Self::Postgres(connection) => connection.batch_execute("ROLLBACK"),
            });
        }
        done.map_err(|error| error.to_string())
    }

    /// The only column, `text`, of every row.
    pub(crate) fn texts(&mut self, sql: &str) -> Vec<String> {
        let query = diesel::sql_query(sql);
        let rows: Vec<Text> = match self {
            Self::Sqlite(connection) => query.load(connection).unwrap(),
            Self::Postgres(connection) => query.load(connection).unwrap(),
        };
        rows.into_iter().map(|row| row.text).collect()
    }

    /// What `count(*)` of a table says.
    pub(crate) fn count(&mut self, table: &str) -> u64 {
        let rows = self.texts(&format!(
            "SELECT CAST(count(*) AS TEXT) AS text FROM {table}"
        ));
        rows.first().unwrap().parse().unwrap()
    }
}

fn admin() -> PgConnection {
    PgConnection::establish(&admin_url()).unwrap()
}

/// The URL of another database on the server of the tests.
fn url_of(name: &str) -> String {
    let admin = admin_url();
    let (address, options) = match admin.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (admin.as_str(), String::new()),
    };
    let (server, _) = address.rsplit_once('/').expect("postgres://host/database");
    format!("{server}/{name}{options}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "only the test's surroundings know where the server is"
)]
fn admin_url() -> String {
    std::env::var("LUDGER_TEST_DATABASE_URL").expect(
        "LUDGER_TEST_DATABASE_URL is not set: run `cargo xtask test`, which starts a Postgres",
    )
}
