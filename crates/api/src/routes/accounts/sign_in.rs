use super::User;
use super::tokens::Tokens;
use crate::extract::{Client, Json, challenge};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use jiff::Timestamp;
use ludger_application::accounts::{self, Credentials, SignInError};
use ludger_domain::accounts::TooMany;
use serde::{Deserialize, Serialize};
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
}

/// Somebody who is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedIn {
    user: User,
    tokens: Tokens,
}

impl SignedIn {
    pub(super) fn at(now: Timestamp, done: accounts::SignedIn) -> Self {
        Self {
            user: done.user.into(),
            tokens: Tokens::at(now, &done.tokens),
        }
    }
}

/// Sign in
///
/// The answer is the same, after the same time, for an unknown email and for a wrong password. Five failures within 15
/// minutes are free; each one after that has to wait twice as long as the one before, and after ten there is a magic link
/// only.
#[utoipa::path(
    post, path = "/v1/auth/sign-in", tag = "accounts", request_body = SignIn,
    responses((status = 200, description = "The user and their tokens.", body = SignedIn))
)]
pub(super) async fn sign_in(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(SignIn { email, password }): Json<SignIn>,
) -> Result<HttpResponse, Problem> {
    let credentials = Credentials { email, password };
    let done = state
        .use_cases
        .accounts
        .sign_in
        .run(&credentials, &origin)
        .await;
    let signed_in = SignedIn::at(state.clock.now(), done.map_err(problem)?);
    Ok(HttpResponse::Ok().json(signed_in))
}

fn problem(error: SignInError) -> Problem {
    match error {
        SignInError::InvalidCredentials => challenge(Problem::new(Code::InvalidCredentials)),
        SignInError::TooMany(too_many) => too_many_attempts(too_many),
        SignInError::Outage(outage) => outage.into(),
    }
}

/// In whole seconds, and one more for the part that is cut off.
pub(super) fn too_many_attempts(TooMany { retry_after }: TooMany) -> Problem {
    let seconds = retry_after.as_secs().saturating_add(1);
    Problem::new(Code::TooManyAttempts).retry_after(u32::try_from(seconds).unwrap_or(u32::MAX))
}
