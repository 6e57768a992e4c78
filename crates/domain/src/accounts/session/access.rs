use super::{AuthSession, Token, TokenLifetimes, pair};
use crate::accounts::TokenKind;
use crate::{Timestamp, micros};
use jiff::SignedDuration;

/// A request came with a good access token, or a good cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum AccessUse {
    /// For the first time since its pair was issued: this changed session has to be committed
    /// *before* the request is served. If that is stale, read again and decide again: a refresh at
    /// the same moment may have replaced the pair.
    First(AuthSession),
    /// A browser's session has got a later end: to be committed before the request is served.
    Renewed(AuthSession),
    /// As before; there is nothing to write.
    Again,
}

/// Why an access token opens nothing. All are one answer outside: sign in, or refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefusal {
    /// No access token, or not one of this session.
    #[error("unknown access token")]
    Unknown,
    /// Its time, or that of its session, is over.
    #[error("the access token has expired")]
    Expired,
    /// Its session was ended, or its pair was replaced or outlived.
    #[error("the access token was revoked")]
    Revoked,
}

impl AccessRefusal {
    /// Stable, `snake_case`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "token_unknown",
            Self::Expired => "token_expired",
            Self::Revoked => "token_revoked",
        }
    }
}

impl AuthSession {
    /// Whether a request with this access token, or this cookie, is signed in.
    ///
    /// Two pairs count: the live one, and the one that bought it, so that requests under way while
    /// a client refreshes are not refused. Older and replaced ones do not.
    ///
    /// # Errors
    /// See [`AccessRefusal`].
    pub fn authenticate(
        &self,
        token: &Token,
        lifetimes: &TokenLifetimes,
        now: Timestamp,
    ) -> Result<AccessUse, AccessRefusal> {
        let is_good = matches!(token.kind, TokenKind::Access | TokenKind::Cookie);
        if !is_good || token.session != self.id {
            return Err(AccessRefusal::Unknown);
        }
        if self.revoked_at.is_some() {
            return Err(AccessRefusal::Revoked);
        }
        if now >= token.expires_at || now >= self.expires_at {
            return Err(AccessRefusal::Expired);
        }
        if token.kind == TokenKind::Cookie {
            return Ok(self.renew(token, lifetimes, now));
        }
        if token.generation == self.parent_generation {
            return Ok(AccessUse::Again);
        }
        if token.generation != self.generation {
            return Err(AccessRefusal::Revoked);
        }
        if self.used_at.is_some() {
            return Ok(AccessUse::Again);
        }
        let version = self.version.saturating_add(1);
        Ok(AccessUse::First(Self {
            used_at: Some(micros(now)),
            version,
            ..self.clone()
        }))
    }

    /// The end of a browser's session that was renewed within the last day: the answer that told its browser may have been
    /// lost, so for a day every answer tells.
    pub fn renewed_lately(&self, lifetimes: &TokenLifetimes, now: Timestamp) -> Option<Timestamp> {
        let was_renewed = self.expires_at > pair::later(self.created_at, lifetimes.cookie);
        let a_day_ago = lifetimes
            .cookie
            .saturating_sub(SignedDuration::from_hours(24));
        let is_recent = self.expires_at.duration_since(now) > a_day_ago;
        (was_renewed && is_recent).then_some(self.expires_at)
    }

    /// The token stays as it is, so requests under way at the same moment lose nothing.
    fn renew(&self, token: &Token, lifetimes: &TokenLifetimes, now: Timestamp) -> AccessUse {
        let later = pair::later(now, lifetimes.cookie).min(token.expires_at);
        let left = self.expires_at.duration_since(now);
        if left >= lifetimes.cookie_renewal || later <= self.expires_at {
            return AccessUse::Again;
        }
        let version = self.version.saturating_add(1);
        AccessUse::Renewed(Self {
            expires_at: later,
            version,
            ..self.clone()
        })
    }
}
