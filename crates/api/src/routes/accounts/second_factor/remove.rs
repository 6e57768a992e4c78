use super::problem;
use crate::extract::SignedIn;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// Remove the second factor
///
/// Signing in asks for no code any more; you are told by mail. Takes a sign-in of the last 15 minutes: see
/// `/v1/me/reauthenticate`.
#[utoipa::path(
    delete, path = "/v1/me/second-factor", tag = "accounts", security(("bearer" = [])),
    responses((status = 204, description = "There is none any more."))
)]
pub(in crate::routes::accounts) async fn remove_second_factor(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let removed = state.use_cases.accounts.remove_second_factor.run(&caller);
    removed.await.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}
