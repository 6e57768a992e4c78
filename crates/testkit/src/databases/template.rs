//! The migrated database that others are copied from: copying takes milliseconds, migrating takes many.

use super::{admin, named};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// Its name. The first test that asks makes it; the others, which are processes of their own, wait for it.
pub(super) fn migrated() -> String {
    let template = format!("ludger_template_{:016x}", digest_of_migrations());
    let mut admin = admin();
    // Ends with the session, so also with a test that panics.
    admin
        .batch_execute("SELECT pg_advisory_lock(7102)")
        .unwrap();
    let count = format!("(SELECT count(*) FROM pg_database WHERE datname = '{template}')");
    let found: i64 = diesel::select(diesel::dsl::sql::<BigInt>(&count))
        .get_result(&mut admin)
        .unwrap();
    if found == 0 {
        make(&template, &mut admin);
    }
    template
}

/// Under another name until it is whole.
fn make(template: &str, admin: &mut PgConnection) {
    let raw = format!("{template}_raw");
    let mut run = |sql: String| admin.batch_execute(&sql).unwrap();
    run(format!("DROP DATABASE IF EXISTS {raw} WITH (FORCE)"));
    run(format!("CREATE DATABASE {raw} TEMPLATE template0"));
    ludger_store_diesel::migrate(&named(&raw)).unwrap();
    run(format!("ALTER DATABASE {raw} RENAME TO {template}"));
}

/// Other migrations make another template.
fn digest_of_migrations() -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/postgres");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .collect();
    files.sort();
    let mut digest = DefaultHasher::new();
    for file in files {
        fs::read_to_string(file).unwrap().hash(&mut digest);
    }
    digest.finish()
}
