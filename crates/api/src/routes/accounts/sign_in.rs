use super::entry::{Entering, SignedIn, TypedCode, tokens};
use crate::extract::{Client, Json, challenge};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::accounts::{Credentials, Entry, SignInError};
use ludger_domain::accounts::{SessionKind, TooMany};
use serde::Deserialize;
use utoipa::ToSchema;

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// As registered, without regard to case.
    #[schema(example = "ada@example.org")]
    email: String,
    #[schema(example = "three coins in a jar")]
    password: String,
    /// Of the second factor, if the account has one: six digits, or a recovery code.
    #[schema(value_type = Option<String>, example = "123456", max_length = 64, pattern = "^[ -~]*$")]
    code: Option<TypedCode>,
    /// What to keep: a pair of tokens, as programs do, or a cookie, as browsers do.
    #[serde(default = "tokens")]
    #[schema(schema_with = words::session_kind_or_tokens)]
    session: SessionKind,
}

/// Sign in
///
/// The answer is the same, after the same time, for an unknown email and for a wrong password. Five failures within 15
/// minutes are free; each one after that has to wait twice as long as the one before, and after ten there is a magic link
/// only. An account with a second factor answers `second_factor_required` to the right password alone; send it again with
/// the `code`. A `cookie` is given to pages of this site only. Where addresses have to be verified, the right password of
/// an account whose address is not answers `email_not_verified`.
#[utoipa::path(
    post, path = "/v1/auth/sign-in", tag = "accounts", request_body = SignIn,
    responses((status = 200, description = "The user, and their tokens or a cookie.", body = SignedIn))
)]
pub(super) async fn sign_in(
    request: HttpRequest,
    state: Data<ApiState>,
    Client(origin): Client,
    Json(asked): Json<SignIn>,
) -> Result<HttpResponse, Problem> {
    let SignIn {
        email,
        password,
        code,
        session,
    } = asked;
    let entering = Entering::of(&request, &state, session)?;
    let entry = Entry {
        code: code.map(String::from),
        session: entering.session,
    };
    let credentials = Credentials {
        email,
        password,
        entry,
    };
    let done = state
        .use_cases
        .accounts
        .sign_in
        .run(&credentials, &origin)
        .await;
    let signed_in = done.map_err(problem)?;
    entering.ends_the_one_before(&origin).await;
    Ok(entering.answer(signed_in, |signed_in| signed_in))
}

fn problem(error: SignInError) -> Problem {
    match error {
        SignInError::InvalidCredentials => challenge(Problem::new(Code::InvalidCredentials)),
        SignInError::EmailNotVerified => Problem::new(Code::EmailNotVerified),
        SignInError::SecondFactorRequired => challenge(Problem::new(Code::SecondFactorRequired)),
        SignInError::InvalidCode => challenge(Problem::new(Code::InvalidCode)),
        SignInError::TooMany(too_many) => too_many_attempts(too_many),
        SignInError::Outage(outage) => outage.into(),
    }
}

/// In whole seconds, and one more for the part that is cut off.
pub(super) fn too_many_attempts(TooMany { retry_after }: TooMany) -> Problem {
    let seconds = retry_after.as_secs().saturating_add(1);
    Problem::new(Code::TooManyAttempts).retry_after(u32::try_from(seconds).unwrap_or(u32::MAX))
}
