//! Sign-in sessions: a session is a family of tokens, in generations of one access and one refresh
//! token each.
//!
//! ```text
//! sign-in ─► 1 ─► 2 ─► 3   each arrow: the refresh token of the one, spent for the other
//!                 └──► 4   2 came back, 3 was unused: 3 is dead, 4 is the live pair
//! ```
//! All that changes is in the [`AuthSession`]: which generation is live, which one bought it, and
//! whether the live one has been used. Tokens are written once and never changed. So every decision
//! is one row under one version, and two requests that decide about a family at the same moment
//! cannot both be right: the later one is stale, reads again, and decides again.
//!
//! What a caller does:
//! - finds the [`Token`] by its hash, *then* its session (or both in one query);
//! - expects the session to be at the version that was read, in every commit that changes it;
//! - keeps refresh tokens until the session's `expires_at`, for a spent one that comes back is how
//!   a theft is found out; access tokens may go when they have expired.
//!
//! A browser keeps one token in a cookie instead, which never changes, so that no two requests can be at odds about it:
//! what moves is the session's end, by which it is renewed.

mod access;
mod pair;
mod refresh;

pub use access::{AccessRefusal, AccessUse};
pub use pair::{PairSecrets, Token, TokenLifetimes, TokenPair};
pub use refresh::{RefreshRefusal, Refreshed};

use super::words::words;
use super::{TokenKind, TokenSecret};
use crate::ids::{AuthSessionId, UserId};
use crate::{Timestamp, micros};
use serde::{Deserialize, Serialize};

/// A sign-in and the state of the family of tokens that descends from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthSession {
    /// Unique.
    pub id: AuthSessionId,
    /// Who signed in.
    pub user: UserId,
    /// What its bearer keeps.
    pub kind: SessionKind,
    /// From where they signed in.
    pub client: Client,
    /// When.
    pub created_at: Timestamp,
    /// When they last showed who they are.
    pub authenticated_at: Timestamp,
    /// The end: no token outlives it. That of a cookie moves on while it is used.
    pub expires_at: Timestamp,
    /// When it was ended: by its owner, by an admin, or because a replay was detected.
    pub revoked_at: Option<Timestamp>,
    /// The live pair, which is the last one issued; from 1.
    pub generation: i64,
    /// The pair whose refresh token bought the live one; 0 where the sign-in did. Those between it
    /// and the live one were replaced before anyone used them.
    pub parent_generation: i64,
    /// When the access token of the live pair was first used; `None`: the live pair may never have
    /// reached its owner.
    pub used_at: Option<Timestamp>,
    /// Counts changes, from 1.
    pub version: i64,
}

words! {
    /// What the bearer of a session keeps.
    SessionKind, "kind of session" {
        /// An access and a refresh token.
        Tokens = "tokens",
        /// A cookie of a browser.
        Cookie = "cookie",
    }
}

/// From where somebody signs in, as far as can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// What the program calls itself.
    pub user_agent: Option<String>,
    /// Its address.
    pub address: Option<String>,
}

impl Client {
    /// Bytes of a name that are kept.
    const USER_AGENT_MAX: usize = 200;

    /// What a request tells; a long name is cut.
    pub fn new(user_agent: Option<&str>, address: Option<String>) -> Self {
        let cut = |text: &str| {
            let mut ends = (0..=Self::USER_AGENT_MAX).rev();
            ends.find_map(|end| text.get(..end)).map(str::to_owned)
        };
        Self {
            user_agent: user_agent.and_then(cut),
            address,
        }
    }
}

/// A new session, and the rows of its first pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// To be inserted.
    pub session: AuthSession,
    /// To be inserted.
    pub pair: TokenPair,
}

impl AuthSession {
    /// A sign-in of a program.
    pub fn open(
        id: AuthSessionId,
        user: UserId,
        client: Client,
        secrets: &PairSecrets,
        lifetimes: &TokenLifetimes,
        now: Timestamp,
    ) -> Opened {
        let now = micros(now);
        let session = Self {
            id,
            user,
            kind: SessionKind::Tokens,
            client,
            created_at: now,
            authenticated_at: now,
            expires_at: pair::later(now, lifetimes.absolute),
            revoked_at: None,
            generation: 1,
            parent_generation: 0,
            used_at: None,
            version: 1,
        };
        let pair = TokenPair::issue(&session, secrets, lifetimes, now);
        Opened { session, pair }
    }

    /// A sign-in of a browser, and the row of its token.
    pub fn open_cookie(
        id: AuthSessionId,
        user: UserId,
        client: Client,
        secret: &TokenSecret,
        lifetimes: &TokenLifetimes,
        now: Timestamp,
    ) -> (Self, Token) {
        let now = micros(now);
        let end = pair::later(now, lifetimes.absolute);
        let session = Self {
            id,
            user,
            kind: SessionKind::Cookie,
            client,
            created_at: now,
            authenticated_at: now,
            expires_at: pair::later(now, lifetimes.cookie).min(end),
            revoked_at: None,
            generation: 1,
            parent_generation: 0,
            used_at: Some(now),
            version: 1,
        };
        let token = Token {
            hash: secret.hash(),
            session: id,
            user,
            kind: TokenKind::Cookie,
            generation: 1,
            issued_at: now,
            expires_at: end,
        };
        (session, token)
    }

    /// The session of somebody who has just shown again who they are.
    #[must_use]
    pub fn confirmed(self, now: Timestamp) -> Self {
        let version = self.version.saturating_add(1);
        Self {
            authenticated_at: micros(now),
            version,
            ..self
        }
    }

    /// Ends the session and all of its tokens; `None` when that was so already.
    #[must_use]
    pub fn sign_out(self, now: Timestamp) -> Option<Self> {
        self.revoked_at.is_none().then(|| self.revoked(now))
    }

    /// Whether tokens of this session are worth looking at.
    pub fn is_alive(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    fn revoked(self, now: Timestamp) -> Self {
        let version = self.version.saturating_add(1);
        Self {
            revoked_at: Some(micros(now)),
            version,
            ..self
        }
    }
}
