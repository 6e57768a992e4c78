use crate::extract::SignedIn;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::RevokeOtherSessionsError;

/// Sign out everywhere else
///
/// Ends all of your sessions but the one of this request. API tokens stay.
#[utoipa::path(
    delete, path = "/v1/me/sessions", tag = "accounts", security(("bearer" = [])),
    responses((status = 204, description = "This is the only one."))
)]
pub(in crate::routes::accounts) async fn end_my_other_sessions(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let ended = accounts.revoke_other_sessions.run(&caller).await;
    ended.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: RevokeOtherSessionsError) -> Problem {
    match error {
        RevokeOtherSessionsError::SessionRequired(required) => required.into(),
        RevokeOtherSessionsError::Outage(outage) => outage.into(),
    }
}
