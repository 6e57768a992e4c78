use super::AuthSession;
use crate::accounts::{TokenHash, TokenKind, TokenSecret};
use crate::ids::{AuthSessionId, UserId};
use crate::{Timestamp, micros};
use jiff::SignedDuration;

/// How long tokens and sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenLifetimes {
    /// Of an access token.
    pub access: SignedDuration,
    /// Of a refresh token; each one starts anew.
    pub refresh: SignedDuration,
    /// Of a browser's session that is not used.
    pub cookie: SignedDuration,
    /// So long before its end, using it renews it.
    pub cookie_renewal: SignedDuration,
    /// Of a session, whatever is done with it.
    pub absolute: SignedDuration,
}

impl Default for TokenLifetimes {
    /// 15 minutes, 7 days; 30 days, renewed in the last 7; 90 days.
    fn default() -> Self {
        Self {
            access: SignedDuration::from_mins(15),
            refresh: SignedDuration::from_hours(7 * 24),
            cookie: SignedDuration::from_hours(30 * 24),
            cookie_renewal: SignedDuration::from_hours(7 * 24),
            absolute: SignedDuration::from_hours(90 * 24),
        }
    }
}

/// What the store keeps of an access or a refresh token: written once, never changed. Whether it
/// still counts, its [`AuthSession`] tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Of the secret; unique.
    pub hash: TokenHash,
    /// The family.
    pub session: AuthSessionId,
    /// Whose it is.
    pub user: UserId,
    /// [`TokenKind::Access`], [`TokenKind::Refresh`] or [`TokenKind::Cookie`].
    pub kind: TokenKind,
    /// The pair that it belongs to.
    pub generation: i64,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// From then on it is refused; never past the session's end.
    pub expires_at: Timestamp,
}

/// The secrets of a pair to be issued: drawn by the caller, and given to the bearer as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairSecrets {
    /// Of the access token.
    pub access: TokenSecret,
    /// Of the refresh token.
    pub refresh: TokenSecret,
}

/// The rows of one generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPair {
    /// Sent with every request.
    pub access: Token,
    /// Buys the next pair.
    pub refresh: Token,
}

impl TokenPair {
    /// The pair of the session's live generation.
    pub(super) fn issue(
        session: &AuthSession,
        secrets: &PairSecrets,
        lifetimes: &TokenLifetimes,
        now: Timestamp,
    ) -> Self {
        let token = |kind, secret: &TokenSecret, lifetime| Token {
            hash: secret.hash(),
            session: session.id,
            user: session.user,
            kind,
            generation: session.generation,
            issued_at: micros(now),
            expires_at: later(now, lifetime).min(session.expires_at),
        };
        Self {
            access: token(TokenKind::Access, &secrets.access, lifetimes.access),
            refresh: token(TokenKind::Refresh, &secrets.refresh, lifetimes.refresh),
        }
    }
}

/// `now` and `lifetime`, or the end of time.
pub(super) fn later(now: Timestamp, lifetime: SignedDuration) -> Timestamp {
    micros(now.checked_add(lifetime).unwrap_or(Timestamp::MAX))
}
