//! Tokens, as they are handed out.

use jiff::Timestamp;
use ludger_application::accounts;
use serde::Serialize;
use utoipa::ToSchema;

/// A pair of tokens. Neither is ever told again.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tokens {
    /// How the access token is sent: `Authorization: Bearer …`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Sent with every request.
    access_token: String,
    /// From then on it is refused.
    access_expires_at: Timestamp,
    /// Buys the next pair.
    refresh_token: String,
    /// From then on it is refused.
    refresh_expires_at: Timestamp,
}

impl From<accounts::Tokens> for Tokens {
    fn from(tokens: accounts::Tokens) -> Self {
        Self {
            token_type: "Bearer",
            access_token: tokens.access.expose().to_owned(),
            access_expires_at: tokens.access_expires_at,
            refresh_token: tokens.refresh.expose().to_owned(),
            refresh_expires_at: tokens.refresh_expires_at,
        }
    }
}
