//! Tokens that users make for their programs.

pub(super) mod create;
pub(super) mod list;
pub(super) mod revoke;

use super::PERSON;
use crate::endpoint::Endpoint;
use crate::problem::Code;
use crate::words;
use jiff::Timestamp;
use ludger_domain::accounts::{self as domain, Permission};
use ludger_domain::ids::ApiTokenId;
use serde::Serialize;
use utoipa::ToSchema;

/// An API token, without what only its bearer knows.
#[derive(Debug, Serialize, ToSchema)]
struct ApiToken {
    /// Part of its text, too.
    #[schema(value_type = Uuid)]
    id: ApiTokenId,
    /// What you call it.
    #[schema(example = "nightly statement")]
    name: String,
    /// What it may do beyond reading what is yours, as far as you may.
    #[schema(schema_with = words::permissions)]
    scopes: Vec<Permission>,
    /// When it was made.
    created_at: Timestamp,
    /// When it was last used, to the minute or so; `null`: never.
    #[schema(required)]
    last_used_at: Option<Timestamp>,
    /// From then on it is refused; `null`: it has no end.
    #[schema(required)]
    expires_at: Option<Timestamp>,
}

impl From<domain::ApiToken> for ApiToken {
    fn from(token: domain::ApiToken) -> Self {
        Self {
            id: token.id,
            name: token.name.into(),
            scopes: token.scopes.into_iter().collect(),
            created_at: token.created_at,
            last_used_at: token.last_used_at,
            expires_at: token.expires_at,
        }
    }
}

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/me/api-tokens")
            .get(list::list_api_tokens, PERSON)
            .post(
                create::create_api_token,
                &[
                    Code::SessionRequired,
                    Code::FreshSignInRequired,
                    Code::TooManyApiTokens,
                ],
            ),
        Endpoint::at("/v1/me/api-tokens/{id}").delete(revoke::revoke_api_token, PERSON),
    ]
}
