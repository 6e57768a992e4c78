//! Each class as the databases themselves make it: Diesel could tell them apart one day, or word them otherwise.

use super::*;
use crate::connection::{Connection, ConnectionManager, Role};
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use ludger_testkit::databases;
use r2d2::ManageConnection;
use std::thread;

fn connect(url: &str) -> Connection {
    ConnectionManager::new(url, Role::Writer)
        .unwrap()
        .connect()
        .unwrap()
}

/// Connections to a database with a table of two rows.
fn pair(url: &str) -> [Connection; 2] {
    let mut pair = [connect(url), connect(url)];
    pair[0]
        .batch_execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO t VALUES (1, 0), (2, 0)")
        .unwrap();
    pair
}

fn add(connection: &mut Connection, id: u8) -> QueryResult<()> {
    connection.batch_execute(&format!("UPDATE t SET n = n + 1 WHERE id = {id}"))
}

/// Whether an error is (retryable, a unique violation, a lost connection).
fn classes(error: &Error) -> (bool, bool, bool) {
    (
        is_retryable(error),
        is_unique_violation(error),
        is_connection_lost(error),
    )
}

const RETRYABLE: (bool, bool, bool) = (true, false, false);
const UNIQUE: (bool, bool, bool) = (false, true, false);
const LOST: (bool, bool, bool) = (false, false, true);
const OTHER: (bool, bool, bool) = (false, false, false);

#[test]
fn a_deadlock_is_retryable() {
    let (url, _guard) = databases::postgres("template0");
    let [mut a, mut b] = pair(&url);
    for (connection, id) in [(&mut a, 1), (&mut b, 2)] {
        connection
            .batch_execute("BEGIN; SET deadlock_timeout = '100ms'")
            .unwrap();
        add(connection, id).unwrap();
    }
    let results = thread::scope(|scope| {
        let first = scope.spawn(|| add(&mut a, 2).and_then(|()| a.batch_execute("COMMIT")));
        let second = scope.spawn(|| add(&mut b, 1).and_then(|()| b.batch_execute("COMMIT")));
        [first, second].map(|thread| thread.join().unwrap())
    });
    let errors: Vec<_> = results.into_iter().filter_map(Result::err).collect();
    let [error] = errors.as_slice() else {
        panic!("{errors:?}")
    };
    assert_eq!(classes(error), RETRYABLE, "{error:?}");
}

#[test]
fn a_lock_time_out_is_retryable() {
    let (url, _guard) = databases::postgres("template0");
    let [mut a, mut b] = pair(&url);
    a.batch_execute("BEGIN").unwrap();
    add(&mut a, 1).unwrap();
    b.batch_execute("SET lock_timeout = '50ms'").unwrap();
    let error = add(&mut b, 1).unwrap_err();
    assert_eq!(classes(&error), RETRYABLE, "{error:?}");
    let error = b
        .batch_execute("SELECT * FROM t FOR UPDATE NOWAIT")
        .unwrap_err();
    assert_eq!(classes(&error), RETRYABLE, "{error:?}");
}

#[test]
fn a_statement_time_out_is_retryable() {
    let (url, _guard) = databases::postgres("template0");
    let error = connect(&url)
        .batch_execute("SET statement_timeout = '50ms'; SELECT pg_sleep(9)")
        .unwrap_err();
    assert_eq!(classes(&error), RETRYABLE, "{error:?}");
}

#[test]
fn a_serialization_failure_is_retryable() {
    let (url, _guard) = databases::postgres("template0");
    let [mut a, mut b] = pair(&url);
    a.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM t")
        .unwrap();
    add(&mut b, 1).unwrap();
    let error = add(&mut a, 1).unwrap_err();
    assert_eq!(classes(&error), RETRYABLE, "{error:?}");
}

#[test]
fn a_busy_sqlite_is_retryable() {
    let (url, _guard) = databases::sqlite();
    let [mut a, mut b] = pair(&url);
    b.batch_execute("PRAGMA busy_timeout = 0; BEGIN; SELECT * FROM t")
        .unwrap();
    a.begin_write().unwrap();
    add(&mut a, 1).unwrap();
    let error = connect(&url)
        .batch_execute("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE")
        .unwrap_err();
    assert_eq!(classes(&error), RETRYABLE, "{error:?}");
    a.commit().unwrap();
    // Its snapshot is old by now.
    let error = add(&mut b, 1).unwrap_err();
    assert_eq!(classes(&error), RETRYABLE, "{error:?}");
}

#[test]
fn a_lost_connection_is_known() {
    let (url, _guard) = databases::postgres("template0");
    let [mut a, mut b] = pair(&url);
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    a.batch_execute(end).unwrap();
    for _ in 0..2 {
        let error = add(&mut b, 1).unwrap_err();
        assert_eq!(classes(&error), LOST, "{error:?}");
    }
}

#[test]
fn a_row_that_is_there_is_known_and_nothing_else_is_retried() {
    for (url, _guard) in databases::databases() {
        let [mut connection, _] = pair(&url);
        for (sql, expected) in [
            ("INSERT INTO t VALUES (1, 1)", UNIQUE),
            ("INSERT INTO t VALUES (NULL, NULL, NULL)", OTHER),
            ("SELECT * FROM nowhere", OTHER),
            ("SELEKT", OTHER),
        ] {
            let error = connection.batch_execute(sql).unwrap_err();
            assert_eq!(classes(&error), expected, "{error:?}");
        }
    }
}

#[test]
fn what_may_pass_is_told_as_overload() {
    let busy =
        || Error::DatabaseError(Kind::SerializationFailure, Box::new("try again".to_owned()));
    assert!(unavailable(busy()).overloaded);
    assert!(!unavailable(Error::NotFound).overloaded);
}
