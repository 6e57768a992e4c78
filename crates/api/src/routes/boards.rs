//! Live leaderboards.

mod around;
mod own;
mod row;
mod top;
mod which;

pub(super) use row::BoardRow;

use crate::endpoint::Endpoint;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(top::show_board, around::show_around_me, own::show_my_place))]
pub(crate) struct Documented;

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/boards/{mode}/{period}").get(top::show_board, &[]),
        Endpoint::at("/v1/boards/{mode}/{period}/around-me").get(around::show_around_me, &[]),
        Endpoint::at("/v1/boards/{mode}/{period}/me").get(own::show_my_place, &[]),
    ]
}
