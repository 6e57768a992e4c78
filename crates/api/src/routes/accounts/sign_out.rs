use crate::extract::{Bearer, Client};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// Sign out
///
/// Ends the session of the token in `Authorization`, with all of its tokens. Either token will do, expired or not; a
/// session that is over is over.
#[utoipa::path(
    post, path = "/v1/auth/sign-out", tag = "accounts", security(("bearer" = [])),
    responses((status = 204, description = "Signed out."))
)]
pub(super) async fn sign_out(
    state: Data<ApiState>,
    Client(origin): Client,
    Bearer(token): Bearer,
) -> Result<HttpResponse, Problem> {
    state
        .use_cases
        .accounts
        .sign_out
        .run(&token, &origin)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
