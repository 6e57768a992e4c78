use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::ResetSecondFactorError;
use ludger_domain::ids::UserId;

/// Remove a user's second factor
///
/// For somebody who has lost their application and their recovery codes: make sure that it is they who ask. They are told
/// by mail. Takes a sign-in of the last 15 minutes: see `/v1/me/reauthenticate`.
#[utoipa::path(
    delete, path = "/v1/admin/users/{id}/second-factor", tag = "admin", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the user.")),
    responses((status = 204, description = "They have none."))
)]
pub(super) async fn reset_second_factor(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<UserId>>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let reset = accounts.reset_second_factor.run(&caller, id).await;
    reset.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: ResetSecondFactorError) -> Problem {
    match error {
        ResetSecondFactorError::Forbidden(forbidden) => forbidden.into(),
        ResetSecondFactorError::SessionRequired(required) => required.into(),
        ResetSecondFactorError::FreshSignInRequired(required) => required.into(),
        ResetSecondFactorError::NotFound => Problem::not_found(),
        ResetSecondFactorError::Outage(outage) => outage.into(),
    }
}
