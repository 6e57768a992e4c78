//! The routes, area by area.
// WHO WRITES WHAT RIGHT NOW (remove when all are there): accounts.rs + accounts/ and setup: the foundation's author;
// wallets.rs + wallets/, ledger.rs + ledger/ : a second helper; bank.rs + bank/, sessions.rs + sessions/: a third one.

mod accounts;
mod bank;
mod ledger;
mod sessions;
mod wallets;

use crate::endpoint::Endpoint;
use utoipa::openapi::OpenApi;

/// All of them.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    [
        accounts::endpoints(),
        wallets::endpoints(),
        bank::endpoints(),
        sessions::endpoints(),
        ledger::endpoints(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the areas say about themselves.
pub(crate) fn documents() -> Vec<OpenApi> {
    vec![
        accounts::document(),
        wallets::document(),
        bank::document(),
        sessions::document(),
        ledger::document(),
    ]
}
