//! Leaderboards whose window is over.

mod entries;
mod find;
mod leaderboard;
mod list;

use crate::endpoint::Endpoint;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(list::list_leaderboards, find::get_leaderboard, entries::list_entries))]
pub(crate) struct Documented;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/leaderboards").get(list::list_leaderboards, &[]),
        Endpoint::at("/v1/leaderboards/{id}").get(find::get_leaderboard, &[]),
        Endpoint::at("/v1/leaderboards/{id}/entries").get(entries::list_entries, &[]),
    ]
}
