use super::{AuthSession, PairSecrets, Token, TokenLifetimes, TokenPair};
use crate::Timestamp;
use crate::accounts::TokenKind;

/// A refresh token bought a new pair.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Refreshed {
    /// To be committed over the version that was read.
    pub session: AuthSession,
    /// To be inserted in the same commit.
    pub pair: TokenPair,
    /// The generation that died unused because its answer was lost; `None` at a plain rotation.
    pub replaced: Option<i64>,
}

/// Why a refresh token bought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefreshRefusal {
    /// No refresh token, or not one of this session.
    #[error("unknown refresh token")]
    Unknown,
    /// Its time, or that of its session, is over.
    #[error("the refresh token has expired")]
    Expired,
    /// Its session was ended.
    #[error("the refresh token was revoked")]
    Revoked,
    /// Someone has gone on from here already: a copy is about, and no one can tell whose it is. The
    /// session, revoked, has to be committed and audited, and its owner told.
    #[error("the refresh token was used before")]
    Replay(Box<AuthSession>),
}

impl RefreshRefusal {
    /// Stable, `snake_case`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "token_unknown",
            Self::Expired => "token_expired",
            Self::Revoked => "token_revoked",
            Self::Replay(_) => "token_replayed",
        }
    }
}

/// Where a refresh token stands in its family.
enum Standing {
    /// Of the live pair.
    Live,
    /// It bought the live pair, or was itself replaced by it, and the live pair is unused.
    AnswerLost,
    /// Someone has gone on without it.
    Reused,
}

impl AuthSession {
    /// Spends a refresh token for a new pair.
    ///
    /// The live one is spent once. After that it is honoured **as long as what it bought is
    /// unused**: neither has the access token of the live pair been let in, nor its refresh token
    /// been spent. Each time, the unused pair dies and a new one takes its place; so however often
    /// it comes back, there is one live pair, and nobody has yet got anything by it. "Once more"
    /// means one *use* more, not one answer more, because of twenty parallel requests that all
    /// spend the same token any number may be lost.
    ///
    /// A replaced refresh token (one of those twenty answers that was overtaken) counts like the
    /// token that bought it, because its bearer had that one. So a client may keep whichever answer
    /// came in last, and need not know which one the server wrote last.
    ///
    /// Everything else is a replay: once a pair was used, whoever comes with an earlier token or
    /// with a sibling holds a copy, or was copied. That ends the family, even if the token that
    /// gave it away has expired, because an owner may well come back late. Of a thief and an owner
    /// who both go on, the second is thus found out by the first refresh after the other's use.
    /// What a client must not do is use a new pair while it still has a refresh of the old one
    /// under way.
    ///
    /// # Errors
    /// See [`RefreshRefusal`].
    pub fn refresh(
        self,
        presented: &Token,
        secrets: &PairSecrets,
        lifetimes: &TokenLifetimes,
        now: Timestamp,
    ) -> Result<Refreshed, RefreshRefusal> {
        if presented.kind != TokenKind::Refresh || presented.session != self.id {
            return Err(RefreshRefusal::Unknown);
        }
        if self.revoked_at.is_some() {
            return Err(RefreshRefusal::Revoked);
        }
        if now >= self.expires_at {
            return Err(RefreshRefusal::Expired);
        }
        let standing = self.standing(presented.generation);
        if matches!(standing, Standing::Reused) {
            return Err(RefreshRefusal::Replay(Box::new(self.revoked(now))));
        }
        if now >= presented.expires_at {
            return Err(RefreshRefusal::Expired);
        }
        let (parent_generation, replaced) = match standing {
            Standing::Live => (self.generation, None),
            _ => (self.parent_generation, Some(self.generation)),
        };
        let session = Self {
            generation: self.generation.saturating_add(1),
            parent_generation,
            used_at: None,
            version: self.version.saturating_add(1),
            ..self
        };
        let pair = TokenPair::issue(&session, secrets, lifetimes, now);
        Ok(Refreshed {
            session,
            pair,
            replaced,
        })
    }

    fn standing(&self, generation: i64) -> Standing {
        if generation == self.generation {
            Standing::Live
        } else if generation >= self.parent_generation && self.used_at.is_none() {
            Standing::AnswerLost
        } else {
            Standing::Reused
        }
    }
}
