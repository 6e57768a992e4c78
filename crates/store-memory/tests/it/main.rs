//! The contract suite on the memory store, and proof that it bites.

use ludger_ports::contract::Stores;
use ludger_store_memory::MemoryStore;
use std::sync::Arc;

mod audit_log;
mod sabotage;

mod contract {
    ludger_ports::contract_suite!(make = super::fresh);
}

async fn fresh() -> Stores {
    std::future::ready(Stores::of(Arc::new(MemoryStore::new()))).await
}
