mod copied;

use super::{Column, Rows};
use crate::connection::{Connection, ConnectionManager, Role};
use crate::dialect::on;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_testkit::databases::databases;
use r2d2::ManageConnection;
use uuid::Uuid;

diesel::table! {
    use crate::dialect::sql::*;
    use diesel::sql_types::*;
    things (id) {
        id -> Id,
        name -> Nullable<Text>,
        size -> BigInt,
        small -> Nullable<SmallInt>,
        is_new -> Bool,
        at -> Nullable<Instant>,
        hash -> Nullable<Binary>,
    }
}

type Thing = (
    Uuid,
    Option<String>,
    i64,
    Option<i16>,
    bool,
    Option<Timestamp>,
    Option<Vec<u8>>,
);

fn things(ids: std::ops::Range<u128>, size: i64) -> Rows<'static> {
    let ids: Vec<_> = ids.collect();
    Rows::new("things")
        .column(
            "id",
            Column::uuids(ids.iter().map(|id| Uuid::from_u128(*id))),
        )
        .column(
            "name",
            Column::texts(
                ids.iter()
                    .map(|id| (id % 2 == 0).then(|| format!("n{id}").into())),
            ),
        )
        .column("size", Column::integers(ids.iter().map(|_| size)))
        .column(
            "small",
            Column::small_integers(ids.iter().map(|id| (id % 2 == 1).then_some(-7))),
        )
        .column("is_new", Column::booleans(ids.iter().map(|id| *id == 3)))
        .column(
            "at",
            Column::instants(
                ids.iter()
                    .map(|id| (id % 3 == 0).then_some(Timestamp::UNIX_EPOCH)),
            ),
        )
        .column(
            "hash",
            Column::bytes(
                ids.iter()
                    .map(|id| (id % 2 == 0).then(|| b"\0\xff"[..].into())),
            ),
        )
}

fn connect(url: &str) -> Connection {
    let connections = ConnectionManager::new(url, Role::Writer).unwrap();
    connections.connect().unwrap()
}

/// A connection to a new database with the table.
fn begun(url: &str) -> Connection {
    let mut connection = connect(url);
    let sql = on!(&mut connection =>
        pg: |_| "CREATE TABLE things (id UUID PRIMARY KEY, name TEXT, size BIGINT, small SMALLINT, is_new BOOLEAN, \
                 at TIMESTAMPTZ, hash BYTEA)",
        sqlite: |_| "CREATE TABLE things (id BLOB PRIMARY KEY, name TEXT, size INTEGER, small INTEGER, \
                     is_new INTEGER, at TEXT, hash BLOB) STRICT",
    );
    connection.batch_execute(sql).unwrap();
    connection
}

fn each(check: impl Fn(&mut Connection)) {
    for (url, _guard) in databases() {
        check(&mut begun(&url));
    }
}

fn sizes(connection: &mut Connection) -> Vec<i64> {
    things::table
        .order(things::id.asc())
        .select(things::size)
        .load(connection)
        .unwrap()
}

#[test]
fn every_type_is_written_and_read_back() {
    each(|connection| {
        assert_eq!(things(2..4, 9).insert(connection).unwrap(), 2);
        let back: Vec<Thing> = things::table
            .order(things::id.asc())
            .load(connection)
            .unwrap();
        let (two, three) = (Uuid::from_u128(2), Uuid::from_u128(3));
        assert_eq!(
            back,
            [
                (
                    two,
                    Some("n2".to_owned()),
                    9,
                    None,
                    false,
                    None,
                    Some(vec![0, 255])
                ),
                (
                    three,
                    None,
                    9,
                    Some(-7),
                    true,
                    Some(Timestamp::UNIX_EPOCH),
                    None
                ),
            ]
        );
    });
}

#[test]
fn the_verbs_tell_how_many_rows_they_touched() {
    each(|connection| {
        assert_eq!(things(0..10, 1).insert(connection).unwrap(), 10);
        assert_eq!(
            things(8..12, 2)
                .insert_missing(connection, &["id"])
                .unwrap(),
            2
        );
        assert_eq!(
            things(11..13, 3)
                .upsert(connection, &["id"], &["size"])
                .unwrap(),
            2
        );
        assert_eq!(sizes(connection), [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 3]);
        assert_eq!(things(12..20, 4).update(connection, &["id"]).unwrap(), 1);
        assert_eq!(sizes(connection).last(), Some(&4));
        let some = Rows::new("things")
            .column("id", Column::uuids((5..100).map(Uuid::from_u128)))
            .column("size", Column::integers((5..100).map(|_| 1)));
        assert_eq!(some.delete(connection).unwrap(), 5);
        assert_eq!(sizes(connection), [1, 1, 1, 1, 1, 2, 3, 4]);
    });
}

#[test]
fn no_rows_are_no_statement() {
    each(|connection| {
        let none = things(0..0, 0);
        connection.batch_execute("DROP TABLE things").unwrap();
        for changed in [
            none.insert(connection),
            none.insert_missing(connection, &["id"]),
            none.upsert(connection, &["id"], &["size"]),
            none.update(connection, &["id"]),
            none.delete(connection),
            Rows::new("things").insert(connection),
        ] {
            assert_eq!(changed, Ok(0));
        }
    });
}

#[test]
fn a_repeated_key_is_a_unique_violation() {
    each(|connection| {
        things(0..2, 1).insert(connection).unwrap();
        let error = things(1..3, 1).insert(connection).unwrap_err();
        assert!(crate::errors::is_unique_violation(&error), "{error:?}");
    });
}

/// How many statements Postgres has prepared that insert things.
fn prepared_inserts(connection: &mut Connection) -> i64 {
    diesel::table! {
        pg_prepared_statements (name) {
            name -> Text,
            statement -> Text,
        }
    }
    pg_prepared_statements::table
        .filter(pg_prepared_statements::statement.like("INSERT INTO things%"))
        .count()
        .get_result(connection)
        .unwrap()
}

#[test]
fn any_number_of_rows_is_one_prepared_statement() {
    each(|connection| {
        let mut next = 0;
        // From three on, no column is NULL in every row: what is told, and so the statement, is the same.
        for count in [3, 12, 100] {
            assert_eq!(
                things(next..next + count, 1).insert(connection),
                Ok(usize::try_from(count).unwrap())
            );
            next += count;
        }
        if let Connection::Pg(_) = connection {
            assert_eq!(prepared_inserts(connection), 1);
        }
    });
}
