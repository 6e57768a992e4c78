use super::sign_in::too_many_attempts;
use crate::extract::{Json, SignedIn, challenge};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::ChangePasswordError;
use serde::Deserialize;
use utoipa::ToSchema;

/// A password for another one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// Required of who has one.
    #[serde(default)]
    #[schema(example = "three coins in a jar")]
    current_password: Option<String>,
    /// 8 to 128 characters, on no list of common passwords.
    #[schema(example = "four coins in a jug", min_length = 8, max_length = 128)]
    new_password: String,
}

/// Change your password
///
/// Ends all of your other sessions. Who has no password yet sets one within 15 minutes of signing in. A wrong current
/// password is answered as at sign-in.
#[utoipa::path(
    put, path = "/v1/me/password", tag = "accounts", request_body = PasswordChange, security(("bearer" = [])),
    responses((status = 204, description = "It is changed."))
)]
pub(super) async fn change_password(
    state: Data<ApiState>,
    SignedIn(caller, Json(change)): SignedIn<Json<PasswordChange>>,
) -> Result<HttpResponse, Problem> {
    let (current, new) = (change.current_password.as_deref(), &change.new_password);
    let accounts = &state.use_cases.accounts;
    let changed = accounts.change_password.run(&caller, current, new).await;
    changed.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: ChangePasswordError) -> Problem {
    match error {
        ChangePasswordError::SessionRequired(required) => required.into(),
        ChangePasswordError::FreshSignInRequired(required) => required.into(),
        ChangePasswordError::Invalid(faults) => faults.into(),
        ChangePasswordError::InvalidCredentials => {
            challenge(Problem::new(Code::InvalidCredentials))
        }
        ChangePasswordError::TooMany(too_many) => too_many_attempts(too_many),
        ChangePasswordError::Outage(outage) => outage.into(),
    }
}
