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

mod access;
mod pair;
mod refresh;

pub use access::{AccessRefusal, AccessUse};
pub use pair::{PairSecrets, Token, TokenLifetimes, TokenPair};
pub use refresh::{RefreshRefusal, Refreshed};

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
    /// When.
    pub created_at: Timestamp,
    /// The absolute end: no token outlives it.
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

/// A new session, and the rows of its first pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// To be inserted.
    pub session: AuthSession,
    /// To be inserted.
    pub pair: TokenPair,
}

impl AuthSession {
    /// A sign-in.
    pub fn open(
        id: AuthSessionId,
        user: UserId,
        secrets: &PairSecrets,
        lifetimes: &TokenLifetimes,
        now: Timestamp,
    ) -> Opened {
        let now = micros(now);
        let session = Self {
            id,
            user,
            created_at: now,
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
