use super::tokens::Tokens;
use crate::extract::{Client, Json, not_signed_in};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::RefreshError;
use serde::Deserialize;
use utoipa::ToSchema;

/// What buys the next pair.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refresh {
    #[schema(example = "lrt_0000000000000000000000000000000000000000000000000000000000000000")]
    refresh_token: String,
}

/// Spend a refresh token for the next pair
///
/// Each is spent once. If the answer was lost, the same token may be sent again, as long as neither token of the pair
/// that it bought was used; any other reuse ends the session, since a copy must be about. The problem's `reason` tells
/// `token_unknown`, `token_expired`, `token_revoked` or `token_replayed`.
#[utoipa::path(
    post, path = "/v1/auth/refresh", tag = "accounts", request_body = Refresh,
    responses((status = 200, description = "The next pair.", body = Tokens))
)]
pub(super) async fn refresh(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(Refresh { refresh_token }): Json<Refresh>,
) -> Result<HttpResponse, Problem> {
    let done = state
        .use_cases
        .accounts
        .refresh
        .run(&refresh_token, &origin)
        .await;
    let tokens = Tokens::at(state.clock.now(), &done.map_err(problem)?);
    Ok(HttpResponse::Ok().json(tokens))
}

fn problem(error: RefreshError) -> Problem {
    match error {
        RefreshError::NotSignedIn(refusal) => not_signed_in(Some(refusal.code())),
        RefreshError::Outage(outage) => outage.into(),
    }
}
