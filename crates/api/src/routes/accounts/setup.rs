use super::User;
use crate::extract::{Client, Json};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::accounts::ClaimSetupError;
use ludger_domain::accounts::{Registration, SetupRefusal};
use serde::Deserialize;
use utoipa::ToSchema;

/// Who wants to be the first admin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstAdmin {
    /// From the link that the server printed.
    #[schema(example = "lst_0000000000000000000000000000000000000000000000000000000000000000")]
    token: String,
    /// Unique, without regard to case; up to 254 bytes, of any script, at a domain of two labels or more.
    #[schema(example = "ada@example.org", max_length = 254, format = "idn-email")]
    email: String,
    /// The public name: unique, 3 to 80 characters that can be seen, with single spaces between words.
    #[schema(
        example = "ada",
        min_length = 3,
        max_length = 80,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f]+( [^\s\u0000-\u001f\u007f-\u009f]+)*$"
    )]
    username: String,
    /// 8 to 128 characters, on no list of common passwords.
    #[schema(example = "three coins in a jar", min_length = 8, max_length = 128)]
    password: String,
}

/// Become the first admin
///
/// Once, by the link that the server prints at its first start. `/setup` is the page for it.
#[utoipa::path(
    post, path = "/v1/setup", tag = "accounts", request_body = FirstAdmin,
    responses((status = 201, description = "The user, who is an admin.", body = User))
)]
pub(super) async fn claim_setup(
    state: Data<ApiState>,
    Client(origin): Client,
    Json(first): Json<FirstAdmin>,
) -> Result<HttpResponse, Problem> {
    let FirstAdmin {
        token,
        email,
        username,
        password,
    } = first;
    let registration = Registration {
        email,
        username,
        password,
    };
    let done = state
        .use_cases
        .accounts
        .claim_setup
        .run(&token, registration, &origin)
        .await;
    let user = User::from(done.map_err(problem)?);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, "/v1/me"))
        .json(user))
}

fn problem(error: ClaimSetupError) -> Problem {
    match error {
        ClaimSetupError::Refused(SetupRefusal::Done) => Problem::new(Code::SetupDone),
        ClaimSetupError::Refused(SetupRefusal::Invalid) => Problem::new(Code::InvalidSetupToken),
        ClaimSetupError::Invalid(faults) => faults.into(),
        ClaimSetupError::Outage(outage) => outage.into(),
    }
}
