//! What becomes of each place where a user is named when they are erased, and where their export tells of it. A new table
//! that names users, or addresses of mail, and is missing here fails a test, so that neither can forget it.

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

/// What their export tells a user of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Export {
    /// The section that tells of it.
    Told(&'static str),
    /// None does. Why not.
    Untold(&'static str),
}

use Export::{Told, Untold};
use Fate::{Erased, Kept};

/// Table, column, fate, and where the user is told of it.
const PLACES: &[(&str, &str, Fate, Export)] = &[
    ("allowed_emails", "email", Erased, Told("profile")),
    ("allowed_emails", "email_key", Erased, Told("profile")),
    (
        "audit_records",
        "target_id",
        Kept("the log is append-only and chained, and tells of deeds"),
        Told("done_to_you"),
    ),
    ("one_time_tokens", "email", Erased, Told("links")),
    (
        "users",
        "email",
        Kept("the row stays; it is emptied"),
        Told("profile"),
    ),
    (
        "users",
        "email_key",
        Kept("the row stays; it is emptied"),
        Told("profile"),
    ),
    (
        "accounts",
        "owner_id",
        Kept("the ledger keeps its accounts, which say nothing but an id"),
        Told("accounts"),
    ),
    ("api_tokens", "user_id", Erased, Told("api_tokens")),
    (
        "audit_records",
        "actor_id",
        Kept("the log is append-only and chained, and tells of deeds"),
        Told("done_by_you"),
    ),
    ("auth_sessions", "user_id", Erased, Told("sessions")),
    (
        "auth_tokens",
        "user_id",
        Erased,
        Untold("hashes of secrets; their sessions are told"),
    ),
    (
        "game_sessions",
        "host_id",
        Kept("what was played stays, and says nothing but an id"),
        Told("quizzes"),
    ),
    ("board_scores", "user_id", Erased, Told("boards")),
    (
        "leaderboard_entries",
        "user_id",
        Kept("what was frozen stays, and shows nobody who is gone"),
        Told("leaderboards"),
    ),
    (
        "holds",
        "user_id",
        Kept("part of the ledger"),
        Told("holds"),
    ),
    ("jobs", "user_id", Erased, Told("jobs")),
    ("question_stars", "user_id", Erased, Told("stars")),
    (
        "quizzes",
        "author_id",
        Kept("a quiz is of the deployment, and says nothing but an id"),
        Told("done_by_you"),
    ),
    (
        "idempotency_records",
        "principal",
        Kept("a request that comes again gets its first answer, whoever is gone"),
        Untold("digests of requests; what came of them is told"),
    ),
    ("one_time_tokens", "user_id", Erased, Told("links")),
    ("tickets", "user_id", Erased, Told("tickets")),
    (
        "player_answers",
        "user_id",
        Kept("what was played stays, but for what was written in own words"),
        Told("quizzes"),
    ),
    (
        "role_grants",
        "granted_by",
        Kept("what others may do stays, and so does who said so"),
        Told("done_by_you"),
    ),
    ("role_grants", "user_id", Erased, Told("roles")),
    ("second_factors", "user_id", Erased, Told("profile")),
    (
        "session_players",
        "user_id",
        Kept("what was played stays: hearts and scores"),
        Told("quizzes"),
    ),
    (
        "users",
        "id",
        Kept("the row that the others refer to; all else in it is emptied"),
        Told("profile"),
    ),
];

/// Names of columns that name users.
const NAMES: [&str; 8] = [
    "user_id",
    "actor_id",
    "target_id",
    "owner_id",
    "granted_by",
    "principal",
    "email",
    "email_key",
];

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
        .map(|(table, column, ..)| ((*table).to_owned(), (*column).to_owned()))
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
    let (erase, _) = erase.split_once("\nfn prune(").unwrap();
    // Scores come off their boards as they go, which the room of boards does.
    let boards = include_str!("../../src/writer/write/boards.rs");
    let (_, boards) = boards.split_once("\nfn save(").unwrap();
    let (boards, _) = boards.split_once("\nfn players<").unwrap();
    let erase = format!("{erase}{boards}");
    let mut fates: BTreeMap<&str, bool> = BTreeMap::new();
    for (table, _, fate, _) in PLACES {
        *fates.entry(table).or_default() |= *fate == Erased;
    }
    for (table, is_erased) in fates {
        let deleted = erase.contains(&format!("{table}::table"))
            || erase.contains(&format!("Rows::new(\"{table}\")"));
        assert_eq!(deleted, is_erased, "{table}");
    }
}

#[test]
fn what_is_kept_or_untold_has_a_reason() {
    for (table, column, fate, export) in PLACES {
        if let Kept(reason) = fate {
            assert!(!reason.is_empty(), "{table}.{column}");
        }
        if let Untold(reason) = export {
            assert!(!reason.is_empty(), "{table}.{column}");
        }
    }
}

/// The contract proves that whatever names a user is read, and a test of the export that each of its sections tells
/// something of somebody who has one of everything.
#[test]
fn the_export_has_the_sections_that_are_listed() {
    let source = include_str!("../../../application/src/accounts/export_me.rs");
    for (table, column, _, export) in PLACES {
        if let Told(section) = export {
            let named = format!("=> \"{section}\",");
            assert!(source.contains(&named), "{table}.{column}: {section}");
        }
    }
}
