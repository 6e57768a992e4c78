use super::token::{hex, unhex};
use super::{AccessRefusal, Permission, TokenFault, TokenHash, TokenSecret};
use crate::as_text::as_text;
use crate::fault::{Faults, check_text};
use crate::ids::{ApiTokenId, UserId};
use crate::{Timestamp, micros};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A token that a user made for a program of theirs. It acts as its user within its scopes, and never upon the account
/// itself: it changes no password, makes no token and deletes nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// Unique; part of its text.
    pub id: ApiTokenId,
    /// Whose.
    pub user: UserId,
    /// What its user calls it.
    pub name: ApiTokenName,
    /// Of its secret.
    pub hash: TokenHash,
    /// What it may do beyond reading what is its user's, as far as its user may.
    pub scopes: BTreeSet<Permission>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so; `None`: never.
    pub last_used_at: Option<Timestamp>,
    /// Its end, if it has one.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Counts changes, from 1.
    pub version: i64,
}

/// What a user calls a token: 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApiTokenName(String);

impl ApiTokenName {
    /// Characters.
    pub const LENGTH_MAX: usize = 80;
}

impl TryFrom<String> for ApiTokenName {
    type Error = Faults;

    fn try_from(text: String) -> Result<Self, Faults> {
        check_text("", &text, 1, Self::LENGTH_MAX)?;
        if text.trim() != text {
            return Err(Faults::from(crate::fault::Fault::new(
                "",
                "stray_space",
                "must not begin or end with a space",
            )));
        }
        Ok(Self(text))
    }
}

as_text!(ApiTokenName);

impl ApiToken {
    /// How many live ones a user may have.
    pub const LIVE_MAX: usize = 50;
    /// How its text begins.
    pub const PREFIX: &'static str = "ldg_";
    /// How old `last_used_at` may be before a use is worth a write.
    pub const LAST_USED_STEP: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

    /// A new token.
    pub fn new(
        id: ApiTokenId,
        user: UserId,
        (name, scopes): (ApiTokenName, BTreeSet<Permission>),
        expires_at: Option<Timestamp>,
        secret: &TokenSecret,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            user,
            name,
            hash: secret.hash(),
            scopes,
            created_at: micros(now),
            last_used_at: None,
            expires_at: expires_at.map(micros),
            revoked_at: None,
            version: 1,
        }
    }

    /// What its user is shown, once: `ldg_<id>_<secret>`, both in lower-case hexadecimal digits.
    pub fn text(id: ApiTokenId, secret: &TokenSecret) -> String {
        let id = Uuid::from(id).simple();
        format!("{}{id}_{}", Self::PREFIX, hex(secret.bytes()))
    }

    /// Reads what [`Self::text`] wrote, and nothing else.
    ///
    /// # Errors
    /// It is no token of this kind.
    pub fn parse(text: &str) -> Result<(ApiTokenId, TokenSecret), TokenFault> {
        let parts = text.strip_prefix(Self::PREFIX).ok_or(TokenFault)?;
        let (id, secret) = parts.split_once('_').ok_or(TokenFault)?;
        let is_lower = id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if id.len() != 32 || !is_lower {
            return Err(TokenFault);
        }
        let id = Uuid::try_parse(id).map_err(|_| TokenFault)?;
        let secret = unhex(secret).map(TokenSecret::new).ok_or(TokenFault)?;
        Ok((ApiTokenId::from(id), secret))
    }

    /// Whether a request with this secret may come in.
    pub fn lets_in(&self, secret: &TokenSecret, now: Timestamp) -> bool {
        self.authenticate(secret, now).is_ok()
    }

    /// The same, with the reason why it may not. Nothing is told to whoever has another secret.
    ///
    /// # Errors
    /// See [`AccessRefusal`].
    pub fn authenticate(&self, secret: &TokenSecret, now: Timestamp) -> Result<(), AccessRefusal> {
        if secret.hash() != self.hash {
            return Err(AccessRefusal::Unknown);
        }
        if self.revoked_at.is_some() {
            return Err(AccessRefusal::Revoked);
        }
        if !self.is_alive(now) {
            return Err(AccessRefusal::Expired);
        }
        Ok(())
    }

    /// Whether it is good for anything.
    pub fn is_alive(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// The token used now; `None` where that is known well enough.
    #[must_use]
    pub fn used(&self, now: Timestamp) -> Option<Self> {
        let now = micros(now);
        let is_known = self
            .last_used_at
            .is_some_and(|last| now.duration_since(last) < Self::LAST_USED_STEP);
        (!is_known).then(|| Self {
            last_used_at: Some(now),
            version: self.version.saturating_add(1),
            ..self.clone()
        })
    }

    /// The token revoked; `None` when that was so already.
    #[must_use]
    pub fn revoke(self, now: Timestamp) -> Option<Self> {
        let version = self.version.saturating_add(1);
        self.revoked_at.is_none().then(|| Self {
            revoked_at: Some(micros(now)),
            version,
            ..self
        })
    }
}
