//! An SQLite session: WAL, so that reads and the writer do not wait for each other; `synchronous = FULL`, because
//! `NORMAL` loses acknowledged commits in a power cut.

use super::{ConnectError, Role};
use crate::errors::is_retryable;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use ludger_ports::sabotage::Sabotage;
use std::path::Path;

/// More than there are connections at a first start.
const WAL_ATTEMPTS: u32 = 100;

const CURE: &str = "the file has to be on a local disk that this process may write to";

#[derive(QueryableByName)]
struct Session {
    #[diesel(sql_type = BigInt)]
    timeout: i64,
    #[diesel(sql_type = Text)]
    journal_mode: String,
    #[diesel(sql_type = BigInt)]
    synchronous: i64,
    #[diesel(sql_type = BigInt)]
    foreign_keys: i64,
    #[diesel(sql_type = BigInt)]
    query_only: i64,
}

pub(super) fn open(path: &Path, role: Role) -> Result<SqliteConnection, ConnectError> {
    let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
    // First, so that whatever comes next waits instead of failing.
    connection.batch_execute("PRAGMA busy_timeout = 5000")?;
    use_wal(&mut connection)?;
    connection.batch_execute(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY",
    )?;
    if role == Role::Reader {
        connection.batch_execute("PRAGMA query_only = ON")?;
    }
    crate::dialect::lend_folding(&mut connection)?;
    if Sabotage::UnsafeDurability.is_on() {
        connection.batch_execute("PRAGMA synchronous = OFF")?;
        return Ok(connection);
    }
    check(&mut connection, role)?;
    Ok(connection)
}

/// A new file becomes WAL once. Of several connections that ask for it at that moment SQLite lets one through and fails
/// the others at once, whatever the busy time-out is, lest they wait for each other.
fn use_wal(connection: &mut SqliteConnection) -> QueryResult<()> {
    let mut left = WAL_ATTEMPTS;
    loop {
        left -= 1;
        match connection.batch_execute("PRAGMA journal_mode = WAL") {
            // For a transaction it does wait.
            Err(error) if left > 0 && is_retryable(&error) => {
                connection.batch_execute("BEGIN IMMEDIATE; COMMIT")?;
            }
            done => return done,
        }
    }
}

fn check(connection: &mut SqliteConnection, role: Role) -> Result<(), ConnectError> {
    let session: Session = diesel::sql_query(
        "SELECT * FROM pragma_busy_timeout, pragma_journal_mode, pragma_synchronous, pragma_foreign_keys, \
         pragma_query_only",
    )
    .get_result(connection)?;
    let number = |value: i64| value.to_string();
    let rows = [
        ("busy_timeout", number(session.timeout), "5000"),
        ("journal_mode", session.journal_mode, "wal"),
        ("synchronous", number(session.synchronous), "2"),
        ("foreign_keys", number(session.foreign_keys), "1"),
        (
            "query_only",
            number(session.query_only),
            if role == Role::Reader { "1" } else { "0" },
        ),
    ];
    match rows.into_iter().find(|(_, found, wanted)| found != wanted) {
        Some((setting, found, _)) => Err(ConnectError::Setting {
            setting,
            found,
            cure: CURE,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_session_is_durable_and_a_reader_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b.db");
        let mut writer = open(&path, Role::Writer).unwrap();
        writer
            .batch_execute("CREATE TABLE t (n INTEGER) STRICT")
            .unwrap();
        let mut reader = open(&path, Role::Reader).unwrap();
        let refused = reader
            .batch_execute("INSERT INTO t VALUES (1)")
            .unwrap_err();
        assert_eq!(refused.to_string(), "attempt to write a readonly database");
    }

    #[test]
    fn many_may_open_a_new_file_at_once() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x.db");
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| open(&path, Role::Writer).unwrap());
                }
            });
        }
    }

    #[test]
    fn a_setting_that_did_not_take_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = open(&folder.path().join("x.db"), Role::Writer).unwrap();
        for (change, setting) in [
            ("PRAGMA synchronous = NORMAL", "synchronous"),
            (
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF",
                "foreign_keys",
            ),
            (
                "PRAGMA foreign_keys = ON; PRAGMA journal_mode = DELETE",
                "journal_mode",
            ),
        ] {
            connection.batch_execute(change).unwrap();
            let found = check(&mut connection, Role::Writer).unwrap_err();
            assert!(
                matches!(found, ConnectError::Setting { setting: s, .. } if s == setting),
                "{found}"
            );
        }
    }
}
