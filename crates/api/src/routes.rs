//! The routes, area by area.

mod accounts;
mod admin;
mod bank;
mod boards;
mod currencies;
mod leaderboards;
mod ledger;
mod sessions;
mod trivia;
mod wallets;

pub(crate) use trivia::Asked as TriviaAsked;

use crate::endpoint::Endpoint;
use utoipa::OpenApi;

/// All of them.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    [
        accounts::endpoints(),
        wallets::endpoints(),
        bank::endpoints(),
        sessions::endpoints(),
        boards::endpoints(),
        leaderboards::endpoints(),
        trivia::endpoints(),
        ledger::endpoints(),
        admin::endpoints(),
        currencies::endpoints(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the areas say about themselves.
pub(crate) fn documents() -> Vec<utoipa::openapi::OpenApi> {
    vec![
        accounts::Documented::openapi(),
        wallets::Documented::openapi(),
        bank::Documented::openapi(),
        sessions::Documented::openapi(),
        boards::Documented::openapi(),
        leaderboards::Documented::openapi(),
        trivia::Documented::openapi(),
        ledger::Documented::openapi(),
        admin::Documented::openapi(),
        currencies::Documented::openapi(),
    ]
}
