use crate::extract::SignedIn;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::DeleteMeError;

/// Delete your account
///
/// At once: no session goes on, and no token is good for anything. After 30 days everything but your bare id is erased;
/// the ledger keeps its entries under that. Takes a sign-in of the last 15 minutes: see `/v1/me/reauthenticate`.
#[utoipa::path(
    delete, path = "/v1/me", tag = "accounts", security(("bearer" = [])),
    responses((status = 204, description = "It is deleted."))
)]
pub(super) async fn delete_me(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let deleted = state.use_cases.accounts.delete_me.run(&caller).await;
    deleted.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: DeleteMeError) -> Problem {
    match error {
        DeleteMeError::SessionRequired(required) => required.into(),
        DeleteMeError::FreshSignInRequired(required) => required.into(),
        DeleteMeError::LastAdmin => Problem::new(Code::LastAdmin),
        DeleteMeError::Outage(outage) => outage.into(),
    }
}
