use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::RevokeApiTokenError;
use ludger_domain::ids::ApiTokenId;

/// Revoke an API token
///
/// From its next request on.
#[utoipa::path(
    delete, path = "/v1/me/api-tokens/{id}", tag = "accounts", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the token.")),
    responses((status = 204, description = "It is good for nothing any more."))
)]
pub(in crate::routes::accounts) async fn revoke_api_token(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<ApiTokenId>>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let revoked = accounts.revoke_api_token.run(&caller, id).await;
    revoked.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: RevokeApiTokenError) -> Problem {
    match error {
        RevokeApiTokenError::SessionRequired(required) => required.into(),
        RevokeApiTokenError::NotFound => Problem::not_found(),
        RevokeApiTokenError::Outage(outage) => outage.into(),
    }
}
