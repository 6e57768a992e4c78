//! The stores that an app can be on.

use crate::databases::{self, Guard};
use crate::world::{plain_hasher, plain_vault};
use async_trait::async_trait;
use ludger_api::{Check, Readiness};
use ludger_application::Ports;
use ludger_ports::{Clock, Entropy, Ids};
use ludger_store_diesel::{DieselStore, Settings};
use ludger_store_memory::MemoryStore;
use std::panic::resume_unwind;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Which store an app is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// Memory.
    Memory,
    /// A file of its own.
    Sqlite,
    /// A database of its own.
    Postgres,
}

/// Clock, ids, randomness.
type Around = (Arc<dyn Clock>, Arc<dyn Ids>, Arc<dyn Entropy>);

/// All ports of a new store, and what its database goes with.
pub(super) async fn open(on: On, around: Around) -> (Ports, Option<Guard>) {
    let database = match on {
        On::Memory => {
            let store = Arc::new(MemoryStore::new());
            return (
                Ports::new(store, plain_hasher(), plain_vault(), around),
                None,
            );
        }
        On::Sqlite => databases::migrated_sqlite,
        On::Postgres => databases::migrated_postgres,
    };
    let opened = spawn_blocking(move || {
        let (url, guard) = database();
        // Many tests at once share one server.
        let settings = Settings {
            readers: 2,
            ..Settings::new(url)
        };
        (DieselStore::open(settings).unwrap(), guard)
    });
    let (store, guard) = opened
        .await
        .unwrap_or_else(|error| resume_unwind(error.into_panic()));
    let ports = Ports::new(Arc::new(store), plain_hasher(), plain_vault(), around);
    (ports, Some(guard))
}

/// An app of a test is always ready.
pub(super) struct Fine;

#[async_trait]
impl Readiness for Fine {
    async fn check(&self) -> Vec<Check> {
        Vec::new()
    }
}
