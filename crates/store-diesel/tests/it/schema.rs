//! Both databases have the same tables, columns, nullability and unique keys; and `schema.rs` has them too.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};
use diesel::sqlite::SqliteConnection;
use ludger_testkit::databases::{migrated_postgres, migrated_sqlite};
use std::collections::{BTreeMap, BTreeSet};

/// Table and column, with SQLite's name of its type and whether it may be null.
type Columns = BTreeMap<(String, String), (String, bool)>;
/// Table, columns, and whether the key holds for some rows only.
type Keys = BTreeSet<(String, String, bool)>;

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    data_type: String,
    #[diesel(sql_type = Bool)]
    is_nullable: bool,
}

#[derive(QueryableByName)]
struct KeyRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    columns: Option<String>,
    #[diesel(sql_type = Bool)]
    is_partial: bool,
}

const SQLITE_COLUMNS: &str = "\
    SELECT m.name AS table_name, c.name AS column_name, c.type AS data_type, c.\"notnull\" = 0 AS is_nullable \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'";

const POSTGRES_COLUMNS: &str = "\
    SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES' AS is_nullable \
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'";

const SQLITE_KEYS: &str = "\
    SELECT m.name AS table_name, i.partial <> 0 AS is_partial, \
    (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) AS columns \
    FROM sqlite_master m JOIN pragma_index_list(m.name) i \
    WHERE m.type = 'table' AND i.\"unique\" AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' \
    UNION \
    SELECT m.name, FALSE, (SELECT group_concat(name, ',') FROM \
    (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk)) FROM sqlite_master m \
    WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'";

const POSTGRES_KEYS: &str = "\
    SELECT t.relname::text AS table_name, i.indpred IS NOT NULL AS is_partial, \
    (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place) \
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) AS columns \
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
    WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_\\_%'";

fn columns(rows: Vec<ColumnRow>) -> Columns {
    rows.into_iter()
        .map(|row| {
            let of_sqlite = match row.data_type.as_str() {
                "uuid" | "bytea" => "BLOB",
                "text" | "timestamp with time zone" => "TEXT",
                "bigint" | "smallint" | "boolean" => "INTEGER",
                other => other,
            };
            (
                (row.table_name, row.column_name),
                (of_sqlite.to_owned(), row.is_nullable),
            )
        })
        .collect()
}

fn keys(rows: Vec<KeyRow>) -> Keys {
    rows.into_iter()
        .map(|row| {
            (
                row.table_name,
                row.columns.unwrap_or_default(),
                row.is_partial,
            )
        })
        .collect()
}

#[test]
fn the_two_databases_have_one_schema() {
    let (sqlite_url, _sqlite) = migrated_sqlite();
    let mut sqlite = SqliteConnection::establish(sqlite_url.trim_start_matches("sqlite:")).unwrap();
    let (postgres_url, _postgres) = migrated_postgres();
    let mut postgres = PgConnection::establish(&postgres_url).unwrap();

    let of_sqlite = columns(diesel::sql_query(SQLITE_COLUMNS).load(&mut sqlite).unwrap());
    let of_postgres = columns(
        diesel::sql_query(POSTGRES_COLUMNS)
            .load(&mut postgres)
            .unwrap(),
    );
    assert!(of_sqlite.len() > 100, "the query finds the columns");
    assert_eq!(of_sqlite, of_postgres);
    assert_eq!(of_sqlite, of_rust(), "`schema.rs` on the right");

    let of_sqlite = keys(diesel::sql_query(SQLITE_KEYS).load(&mut sqlite).unwrap());
    let of_postgres = keys(
        diesel::sql_query(POSTGRES_KEYS)
            .load(&mut postgres)
            .unwrap(),
    );
    assert!(of_sqlite.len() > 20, "the query finds the keys");
    assert_eq!(of_sqlite, of_postgres);
}

/// `schema.rs`, read as text.
fn of_rust() -> Columns {
    let mut table = "";
    let mut columns = Columns::new();
    for line in include_str!("../../src/schema.rs")
        .lines()
        .skip_while(|line| *line != "tables! {")
    {
        if let Some((name, _)) = line
            .trim()
            .strip_suffix('{')
            .and_then(|head| head.split_once('('))
        {
            table = name.trim();
        } else if let Some((name, sql)) = line
            .trim()
            .strip_suffix(',')
            .and_then(|column| column.split_once(" -> "))
        {
            let inner = sql
                .strip_prefix("Nullable<")
                .and_then(|sql| sql.strip_suffix('>'));
            let of_sqlite = match inner.unwrap_or(sql) {
                "Id" | "Binary" => "BLOB",
                "Text" | "Instant" => "TEXT",
                _ => "INTEGER",
            };
            columns.insert(
                (table.to_owned(), name.to_owned()),
                (of_sqlite.to_owned(), inner.is_some()),
            );
        }
    }
    columns
}
