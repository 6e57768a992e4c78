//! Many rows, which Postgres takes as a `COPY`: they are the same rows, and their errors mean the same.

use super::{Thing, begun, connect, each, prepared_inserts, sizes, things};
use crate::connection::Connection;
use crate::errors::{is_connection_lost, is_retryable, is_unique_violation};
use crate::rows::postgres::COPY_MIN;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error;
use ludger_testkit::databases;
use std::ops::Range;

fn copy(connection: &mut Connection, ids: Range<u128>) -> QueryResult<usize> {
    let rows = things(ids, 9);
    assert!(rows.len() >= COPY_MIN, "that few are inserted");
    rows.insert_into(connection, things::table)
}

#[test]
fn a_few_are_a_statement_like_any_other() {
    let (url, _guard) = databases::postgres("template0");
    let connection = &mut begun(&url);
    copy(connection, 0..40).unwrap();
    assert_eq!(prepared_inserts(connection), 0);
    let few = things(40..45, 9).insert_into(connection, things::table);
    assert_eq!((few, sizes(connection).len()), (Ok(5), 45));
    assert_eq!(prepared_inserts(connection), 1);
}

fn read(connection: &mut Connection) -> Vec<Thing> {
    let all = things::table.order(things::id.asc());
    all.load(connection).unwrap()
}

#[test]
fn what_is_copied_is_what_would_be_inserted() {
    each(|connection| {
        assert_eq!(copy(connection, 0..40), Ok(40));
        let copied = read(connection);
        connection.batch_execute("DELETE FROM things").unwrap();
        assert_eq!(things(0..40, 9).insert(connection), Ok(40));
        assert_eq!(copied, read(connection));
    });
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
fn a_row_that_is_there_is_known_and_the_connection_goes_on() {
    each(|connection| {
        things(39..40, 1).insert(connection).unwrap();
        connection.begin_write().unwrap();
        let error = copy(connection, 0..40).unwrap_err();
        assert_eq!(classes(&error), UNIQUE, "{error:?}");
        connection.rollback().unwrap();
        assert_eq!(sizes(connection), [1]);
        assert_eq!(copy(connection, 100..140), Ok(40));
    });
}

#[test]
fn what_else_stops_a_copy_is_known() {
    let (url, _guard) = databases::postgres("template0");
    let (mut one, mut other) = (begun(&url), connect(&url));
    one.begin_write().unwrap();
    things(39..40, 1).insert(&mut one).unwrap();
    other.batch_execute("SET lock_timeout = '50ms'").unwrap();
    // Whether that row is there, the other one decides.
    let error = copy(&mut other, 0..40).unwrap_err();
    assert_eq!(classes(&error), RETRYABLE, "{error:?}");
    one.rollback().unwrap();

    other
        .batch_execute("ALTER TABLE things ADD CHECK (size < 9)")
        .unwrap();
    let error = copy(&mut other, 0..40).unwrap_err();
    assert_eq!(classes(&error), OTHER, "{error:?}");

    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    one.batch_execute(end).unwrap();
    let error = copy(&mut other, 0..40).unwrap_err();
    assert_eq!(classes(&error), LOST, "{error:?}");
}

/// A `COPY` names no columns: in another order they would go to the wrong places.
#[test]
#[should_panic(expected = "things")]
fn columns_are_copied_in_the_order_of_the_table_alone() {
    let (url, _guard) = databases::postgres("template0");
    let mut rows = things(0..40, 9);
    rows.columns.swap(1, 2);
    drop(rows.insert_into(&mut begun(&url), things::table));
}
