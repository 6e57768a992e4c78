use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::RevokeSessionError;
use ludger_domain::ids::AuthSessionId;

/// End a session of yours
///
/// Its tokens, or its cookie, are good for nothing from the next request on.
#[utoipa::path(
    delete, path = "/v1/me/sessions/{id}", tag = "accounts", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the session.")),
    responses((status = 204, description = "It is over."))
)]
pub(in crate::routes::accounts) async fn end_my_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<AuthSessionId>>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let ended = accounts.revoke_session.run(&caller, id).await;
    ended.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: RevokeSessionError) -> Problem {
    match error {
        RevokeSessionError::SessionRequired(required) => required.into(),
        RevokeSessionError::NotFound => Problem::not_found(),
        RevokeSessionError::Outage(outage) => outage.into(),
    }
}
