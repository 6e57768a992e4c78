use super::ApiToken;
use crate::extract::{Json, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use jiff::Timestamp;
use ludger_application::accounts::{self, CreateApiTokenError, CreatedApiToken};
use ludger_domain::accounts::Permission;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewApiToken {
    /// What you call it: 1 to 80 characters, without spaces at its ends.
    #[schema(
        example = "nightly statement",
        min_length = 1,
        max_length = 80,
        pattern = r"^[^\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*[^\s\u0000-\u001f\u007f-\u009f])?$"
    )]
    name: String,
    /// What it may do beyond reading what is yours. You have to have each of these permissions yourself.
    #[schema(schema_with = words::permissions)]
    scopes: Vec<Permission>,
    /// From then on it is refused; left out: it has no end.
    #[serde(default)]
    expires_at: Option<Timestamp>,
}

/// A token that was made, with its text.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewlyMadeApiToken {
    #[serde(flatten)]
    made: ApiToken,
    /// What is sent as `Authorization: Bearer …`. It is never told again.
    #[schema(
        example = "ldg_00000000000070008000000000000001_0000000000000000000000000000000000000000000000000000000000000000"
    )]
    token: String,
}

/// Make an API token
///
/// For a program that acts as you, within its scopes, and never upon the account itself. You may have 50 that are good
/// for something. It takes a sign-in of the last 15 minutes, since a token outlives it, and its owner is told by mail.
#[utoipa::path(
    post, path = "/v1/me/api-tokens", tag = "accounts", request_body = NewApiToken, security(("bearer" = [])),
    responses((status = 201, description = "The token. Its text is told this once.", body = NewlyMadeApiToken))
)]
pub(in crate::routes::accounts) async fn create_api_token(
    state: Data<ApiState>,
    SignedIn(caller, Json(new)): SignedIn<Json<NewApiToken>>,
) -> Result<HttpResponse, Problem> {
    let accounts = &state.use_cases.accounts;
    let created = accounts.create_api_token.run(&caller, &new.into()).await;
    let CreatedApiToken { token, text } = created.map_err(problem)?;
    let location = format!("/v1/me/api-tokens/{}", token.id);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, location))
        .json(NewlyMadeApiToken {
            made: token.into(),
            token: text.expose().to_owned(),
        }))
}

impl From<NewApiToken> for accounts::NewApiToken {
    fn from(
        NewApiToken {
            name,
            scopes,
            expires_at,
        }: NewApiToken,
    ) -> Self {
        Self {
            name,
            scopes,
            expires_at,
        }
    }
}

fn problem(error: CreateApiTokenError) -> Problem {
    match error {
        CreateApiTokenError::SessionRequired(required) => required.into(),
        CreateApiTokenError::FreshSignInRequired(required) => required.into(),
        CreateApiTokenError::Invalid(faults) => faults.into(),
        CreateApiTokenError::TooMany => Problem::new(Code::TooManyApiTokens),
        CreateApiTokenError::Outage(outage) => outage.into(),
    }
}
