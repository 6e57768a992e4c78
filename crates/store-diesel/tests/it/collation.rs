//! Lists are cut by the bytes of their keys, whatever order the database is of: one in which case and signs hardly count.

use ludger_ports::contract::{Stores, allow_list, edits};
use ludger_store_diesel::{DieselStore, Settings, migrate};
use ludger_testkit::databases::postgres;
use std::sync::Arc;

const ENGLISH: &str =
    "template0 ENCODING UTF8 LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-u-ka-shifted'";

fn english() -> Stores {
    let (url, guard) = postgres(ENGLISH);
    migrate(&url).unwrap();
    let store = DieselStore::open(Settings::new(url)).unwrap();
    Stores::of(Arc::new(store)).with_guard(guard)
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_filtered_in_any_order() {
    edits::users_are_filtered(english()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_allow_list_is_paged_in_any_order() {
    allow_list::the_list_is_paged(english()).await;
}
