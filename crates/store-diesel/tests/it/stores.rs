//! A fresh store for each case of the contract.

use crate::proxy::Proxy;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use ludger_ports::contract::Stores;
use ludger_store_diesel::{DieselStore, Settings};
use ludger_testkit::databases::{migrated_postgres, migrated_sqlite};
use std::sync::Arc;

pub(crate) async fn sqlite() -> Stores {
    blocking(|| {
        let (url, guard) = migrated_sqlite();
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
        let (url, guard) = migrated_postgres();
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

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}
