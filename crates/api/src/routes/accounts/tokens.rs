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
    /// The same for clients whose clock is wrong: whole seconds from the answer on.
    #[schema(example = 900)]
    access_expires_in_s: i64,
    /// Buys the next pair.
    refresh_token: String,
    /// From then on it is refused.
    refresh_expires_at: Timestamp,
    /// The same for clients whose clock is wrong.
    #[schema(example = 604_800)]
    refresh_expires_in_s: i64,
}

impl Tokens {
    /// As they are handed out now.
    pub(super) fn at(now: Timestamp, tokens: &accounts::Tokens) -> Self {
        let seconds_to = |end: Timestamp| end.duration_since(now).as_secs().max(0);
        Self {
            token_type: "Bearer",
            access_token: tokens.access.expose().to_owned(),
            access_expires_at: tokens.access_expires_at,
            access_expires_in_s: seconds_to(tokens.access_expires_at),
            refresh_token: tokens.refresh.expose().to_owned(),
            refresh_expires_at: tokens.refresh_expires_at,
            refresh_expires_in_s: seconds_to(tokens.refresh_expires_at),
        }
    }
}
