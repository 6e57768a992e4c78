use super::entry::TypedCode;
use super::sign_in::too_many_attempts;
use crate::extract::{Json, SignedIn, challenge, not_signed_in};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::ReauthenticateError;
use ludger_domain::accounts::AccessRefusal;
use serde::Deserialize;
use utoipa::ToSchema;

/// What shows who you are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reauthentication {
    #[schema(example = "three coins in a jar")]
    password: String,
    /// Of the second factor, if there is one: six digits, or a recovery code.
    #[schema(value_type = Option<String>, example = "123456", max_length = 64, pattern = "^[ -~]*$")]
    code: Option<TypedCode>,
}

/// Show again who you are
///
/// For what takes a sign-in of the last 15 minutes. A wrong password is answered as at sign-in.
#[utoipa::path(
    post, path = "/v1/me/reauthenticate", tag = "accounts", request_body = Reauthentication,
    security(("bearer" = [])),
    responses((status = 204, description = "This session is as good as a new one."))
)]
pub(super) async fn reauthenticate(
    state: Data<ApiState>,
    SignedIn(caller, Json(shown)): SignedIn<Json<Reauthentication>>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let Reauthentication { password, code } = shown;
    let code = code.map(String::from);
    let done = accounts
        .reauthenticate
        .run(&caller, &password, code.as_deref());
    done.await.map_err(problem)?;
    Ok(HttpResponse::NoContent().finish())
}

fn problem(error: ReauthenticateError) -> Problem {
    match error {
        ReauthenticateError::SessionRequired(required) => required.into(),
        ReauthenticateError::InvalidCredentials => {
            challenge(Problem::new(Code::InvalidCredentials))
        }
        ReauthenticateError::Ended => not_signed_in(Some(AccessRefusal::Revoked.code())),
        ReauthenticateError::SecondFactorRequired => {
            challenge(Problem::new(Code::SecondFactorRequired))
        }
        ReauthenticateError::InvalidCode => challenge(Problem::new(Code::InvalidCode)),
        ReauthenticateError::TooMany(too_many) => too_many_attempts(too_many),
        ReauthenticateError::Outage(outage) => outage.into(),
    }
}
