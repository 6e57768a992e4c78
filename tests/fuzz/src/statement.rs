//! A user's transactions as a table. Their texts are other people's.

use crate::formats::{cells, is_formula};
use crate::input::parts;
use futures::FutureExt;
use ludger_application::ledger::{ExportFormat, ExportTransactions, TransactionFilter};
use ludger_application::{Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::ids::{TransferId, UserId};
use ludger_domain::ledger::{AccountKey, Category, Description, Metadata, Transfer};
use ludger_ports::{Changes, Store};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::{FakeClock, plain_hasher, plain_vault, seeded_entropy, sequential_ids};
use std::sync::Arc;
use uuid::Uuid;

/// A description and metadata, parted by NUL.
pub(crate) fn statement(data: &[u8]) {
    let Some([description, metadata]) = parts(data) else {
        return;
    };
    let description = Description::try_from(description.to_owned()).ok();
    let metadata = serde_json::from_str::<serde_json::Value>(metadata)
        .ok()
        .and_then(|value| Metadata::try_from(value).ok());
    let table = exported(description.clone(), metadata.clone()).now_or_never();
    let table = table.expect("memory keeps nobody waiting");
    let rows = cells(&table);
    let [header, row] = rows.as_slice() else {
        panic!("a header and a row: {table:?}");
    };
    assert_eq!(header.len(), row.len());
    assert!(!row.iter().any(|cell| is_formula(cell)), "{row:?}");
    let cell = |name: &str| {
        let at = header.iter().position(|column| column == name);
        at.and_then(|at| row.get(at)).expect("a column").as_str()
    };
    is_meant(
        cell("description"),
        description.as_ref().map_or("", Description::as_str),
    );
    is_meant(
        cell("metadata"),
        metadata.as_ref().map_or("", Metadata::as_str),
    );
}

/// The text itself, or behind the `'` that keeps it from running.
fn is_meant(cell: &str, text: &str) {
    let harmless = if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    assert_eq!(cell, harmless);
}

/// The statement of somebody who got something once.
async fn exported(description: Option<Description>, metadata: Option<Metadata>) -> String {
    let wise = "WISE".parse().expect("a code");
    let ada = UserId::from(Uuid::from_u128(1));
    let id = TransferId::from(Uuid::from_u128(2));
    let gift = Transfer::build(id, Category::Bonus, Timestamp::UNIX_EPOCH)
        .move_amount(AccountKey::mint(wise), AccountKey::available(ada, wise), 5)
        .describe(description)
        .metadata(metadata)
        .finish()
        .expect("a transfer");
    let store = Arc::new(MemoryStore::new());
    let gift = Changes::at(Timestamp::UNIX_EPOCH).post(gift);
    store.commit(gift).await.expect("the mint has no floor");
    let around = (FakeClock::new() as _, sequential_ids(), seeded_entropy());
    let ports = Ports::new(store, plain_hasher(), plain_vault(), around);
    let export = ExportTransactions::new(&ports, &Settings::default());
    let mut export = export
        .begin(ada, &TransactionFilter::default(), ExportFormat::Csv)
        .expect("every currency");
    let mut table = String::new();
    while let Some(chunk) = export.next_chunk().await.expect("memory does not fail") {
        table.push_str(&chunk);
    }
    table
}
