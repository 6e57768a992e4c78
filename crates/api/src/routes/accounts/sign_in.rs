use super::User;
use super::tokens::Tokens;
use crate::extract::{Client, Json, challenge};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::accounts::{self, Credentials, SignInError};
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

/// Sign in
///
/// The answer is the same, after the same time, for an unknown email and for a wrong password.
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
    let accounts::SignedIn { user, tokens } = done.map_err(problem)?;
    let tokens = Tokens::at(state.clock.now(), &tokens);
    Ok(HttpResponse::Ok().json(SignedIn {
        user: user.into(),
        tokens,
    }))
}

fn problem(error: SignInError) -> Problem {
    match error {
        SignInError::InvalidCredentials => challenge(Problem::new(Code::InvalidCredentials)),
        SignInError::Outage(outage) => outage.into(),
    }
}
