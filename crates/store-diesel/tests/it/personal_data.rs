//! What becomes of each place where a user is named when they are erased. A new table that names users and is missing
//! here fails a test, so that the erasure cannot forget it.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::SqliteConnection;
use ludger_testkit::databases::{migrated_postgres, migrated_sqlite};
use std::collections::{BTreeMap, BTreeSet};

/// What the erasure does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// The rows go.
    Erased,
    /// The rows stay, and name a user who is nothing but an id any more. Why they stay.
    Kept(&'static str),
}

use Fate::{Erased, Kept};

/// Table, column, fate.
const PLACES: &[(&str, &str, Fate)] = &[
    (
        "accounts",
        "owner_id",
        Kept("the ledger keeps its accounts, which say nothing but an id"),
    ),
    ("api_tokens", "user_id", Erased),
    (
        "audit_records",
        "actor_id",
        Kept("the log is append-only and chained, and tells of deeds"),
    ),
    ("auth_sessions", "user_id", Erased),
    ("auth_tokens", "user_id", Erased),
    (
        "game_sessions",
        "user_id",
        Kept("what was played stays, and says nothing but an id"),
    ),
    ("holds", "user_id", Kept("part of the ledger")),
    (
        "idempotency_records",
        "principal",
        Kept("a request that comes again gets its first answer, whoever is gone"),
    ),
    ("one_time_tokens", "user_id", Erased),
    (
        "player_answers",
        "user_id",
        Kept("what was played stays: letters that were picked"),
    ),
    (
        "role_grants",
        "granted_by",
        Kept("what others may do stays, and so does who said so"),
    ),
    ("role_grants", "user_id", Erased),
    ("second_factors", "user_id", Erased),
    (
        "session_players",
        "user_id",
        Kept("what was played stays: hearts and scores"),
    ),
    (
        "users",
        "id",
        Kept("the row that the others refer to; all else in it is emptied"),
    ),
];

/// Names of columns that name users.
const NAMES: [&str; 5] = ["user_id", "actor_id", "owner_id", "granted_by", "principal"];

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Bool)]
    refers_to_users: bool,
}

const OF_SQLITE: &str = "\
    SELECT m.name AS table_name, c.name AS column_name, EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) f \
    WHERE f.\"from\" = c.name AND f.\"table\" = 'users') AS refers_to_users \
    FROM sqlite_master m JOIN pragma_table_info(m.name) c \
    WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'";

const OF_POSTGRES: &str = "\
    SELECT t.relname::text AS table_name, a.attname::text AS column_name, EXISTS (SELECT 1 FROM pg_constraint f \
    WHERE f.contype = 'f' AND f.conrelid = t.oid AND f.confrelid = 'users'::regclass AND a.attnum = ANY (f.conkey)) \
    AS refers_to_users FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped \
    WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_\\_%'";

/// Where a schema names users: by a reference, or by how a column is called; and the users themselves.
fn places(rows: Vec<ColumnRow>) -> BTreeSet<(String, String)> {
    let names_users = |row: &ColumnRow| {
        let is_called_so = NAMES.iter().any(|name| row.column_name.ends_with(name));
        let is_user = row.table_name == "users" && row.column_name == "id";
        row.refers_to_users || is_called_so || is_user
    };
    rows.into_iter()
        .filter(names_users)
        .map(|row| (row.table_name, row.column_name))
        .collect()
}

#[test]
fn every_place_that_names_users_has_a_fate() {
    let (sqlite_url, _sqlite) = migrated_sqlite();
    let mut sqlite = SqliteConnection::establish(sqlite_url.trim_start_matches("sqlite:")).unwrap();
    let (postgres_url, _postgres) = migrated_postgres();
    let mut postgres = PgConnection::establish(&postgres_url).unwrap();
    let listed: BTreeSet<_> = PLACES
        .iter()
        .map(|(table, column, _)| ((*table).to_owned(), (*column).to_owned()))
        .collect();
    assert_eq!(listed.len(), PLACES.len(), "each place is listed once");
    let of_sqlite = diesel::sql_query(OF_SQLITE).load(&mut sqlite).unwrap();
    assert_eq!(places(of_sqlite), listed, "SQLite on the left");
    let of_postgres = diesel::sql_query(OF_POSTGRES).load(&mut postgres).unwrap();
    assert_eq!(places(of_postgres), listed, "Postgres on the left");
}

/// The contract proves what `erase` does; that it does nothing to what is kept, and something to all that goes, is read
/// off its statements.
#[test]
fn the_erasure_does_what_is_listed() {
    let source = include_str!("../../src/writer/write/jobs.rs");
    let (_, erase) = source.split_once("\nfn erase(").unwrap();
    let (erase, _) = erase.split_once("\n}\n").unwrap();
    let mut fates: BTreeMap<&str, bool> = BTreeMap::new();
    for (table, _, fate) in PLACES {
        *fates.entry(table).or_default() |= *fate == Erased;
    }
    for (table, is_erased) in fates {
        let deleted = erase.contains(&format!("{table}::table"));
        assert_eq!(deleted, is_erased, "{table}");
    }
}

#[test]
fn what_is_kept_has_a_reason() {
    for (table, column, fate) in PLACES {
        if let Kept(reason) = fate {
            assert!(!reason.is_empty(), "{table}.{column}");
        }
    }
}
