//! A fresh store for each case of the contract.

use crate::databases::{self, Guard};
use crate::proxy::Proxy;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use ludger_ports::contract::Stores;
use ludger_store_diesel::{DieselStore, Settings, migrate};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

pub(crate) async fn sqlite() -> Stores {
    blocking(|| {
        let (url, guard) = databases::sqlite();
        migrate(&url).unwrap();
        let path = url.trim_start_matches("sqlite:").to_owned();
        let store = DieselStore::open(Settings::new(url)).unwrap();
        Stores::of(Arc::new(store))
            .with_guard(guard)
            .with_sql(move |sql| {
                let mut connection = SqliteConnection::establish(&path).unwrap();
                connection
                    .batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON")
                    .unwrap();
                connection
                    .batch_execute(sql)
                    .map_err(|error| error.to_string())
            })
    })
    .await
}

/// Behind a proxy, so that connections can be lost at a given moment.
pub(crate) async fn postgres() -> Stores {
    blocking(|| {
        let (url, guard) = postgres_database();
        let proxy = Arc::new(Proxy::before(&url));
        let settings = Settings {
            readers: 4,
            ..Settings::new(proxy.url())
        };
        let store = DieselStore::open(settings).unwrap();
        let cutting = Arc::clone(&proxy);
        Stores::of(Arc::new(store))
            .with_sql(move |sql| {
                let mut connection = PgConnection::establish(&url).unwrap();
                connection
                    .batch_execute(sql)
                    .map_err(|error| error.to_string())
            })
            .with_cut(move |when| cutting.cut(when))
            .with_guard((proxy, guard))
    })
    .await
}

/// A migrated database: a copy of one that was migrated when the first test needed it.
pub(crate) fn postgres_database() -> (String, Guard) {
    let template = format!(
        "ludger_store_template_{:016x}",
        digest_of_migrations().unwrap()
    );
    let mut admin = databases::admin();
    // Tests are processes of their own: the first one makes the template, the others wait for it.
    admin
        .batch_execute("SELECT pg_advisory_lock(7102)")
        .unwrap();
    let found: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!(
        "(SELECT count(*) FROM pg_database WHERE datname = '{template}')"
    )))
    .get_result(&mut admin)
    .unwrap();
    if found == 0 {
        // Under another name until it is whole.
        let raw = format!("{template}_raw");
        admin
            .batch_execute(&format!("DROP DATABASE IF EXISTS {raw} WITH (FORCE)"))
            .unwrap();
        admin
            .batch_execute(&format!("CREATE DATABASE {raw} TEMPLATE template0"))
            .unwrap();
        migrate(&databases::named(&raw)).unwrap();
        admin
            .batch_execute(&format!("ALTER DATABASE {raw} RENAME TO {template}"))
            .unwrap();
    }
    admin
        .batch_execute("SELECT pg_advisory_unlock(7102)")
        .unwrap();
    databases::postgres(&template)
}

/// Other migrations make another template.
fn digest_of_migrations() -> io::Result<u64> {
    let mut digest = DefaultHasher::new();
    let mut folders: Vec<_> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/postgres"))?
            .map(|entry| entry.map(|entry| entry.path().join("up.sql")))
            .collect::<io::Result<_>>()?;
    folders.sort();
    for path in folders {
        fs::read_to_string(path)?.hash(&mut digest);
    }
    Ok(digest.finish())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}
