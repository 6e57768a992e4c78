use super::{RecoveryCodes, problem};
use crate::extract::SignedIn;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// Get new recovery codes
///
/// The old ones are good for nothing any more. Takes a sign-in of the last 15 minutes: see `/v1/me/reauthenticate`.
#[utoipa::path(
    post, path = "/v1/me/second-factor/recovery-codes", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, description = "The new ones, this once.", body = RecoveryCodes))
)]
pub(in crate::routes::accounts) async fn renew_recovery_codes(
    state: Data<ApiState>,
    SignedIn(caller, ()): SignedIn<()>,
) -> Result<HttpResponse, Problem> {
    let codes = state.use_cases.accounts.renew_recovery_codes.run(&caller);
    let codes = codes.await.map_err(problem)?;
    Ok(HttpResponse::Ok().json(RecoveryCodes::from(codes)))
}
