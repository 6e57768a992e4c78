//! What every way of signing in ends with: a new session, of the kind that was asked for.

use super::SecretText;
use super::tokens::{Tokens, draw};
use crate::{Origin, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AuditAction, AuthSession, Opened, SessionKind, TokenKind, TokenLifetimes, TokenSecret, User,
};
use ludger_domain::ids::AuthSessionId;
use ludger_ports::{Changes, Entropy, Ids};
use serde_json::json;
use std::fmt;
use std::sync::Arc;

/// What somebody brings and wants who signs in, besides showing who they are. `Debug` does not show the code.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Of their second factor, or a recovery code.
    pub code: Option<String>,
    /// What they will keep.
    pub session: SessionKind,
}

/// Somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// What they keep.
    pub kept: Kept,
}

/// What the bearer of a session keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// A program's first pair.
    Tokens(Tokens),
    /// A browser's cookie.
    Cookie(Cookie),
}

/// What a browser keeps, and sends by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookie {
    /// What is in it.
    pub secret: SecretText,
    /// From then on it is refused, unless it is renewed before.
    pub expires_at: Timestamp,
}

/// By what somebody has shown who they are.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    Password,
    MagicLink,
}

/// A session that a commit opens.
pub(super) struct Opening {
    pub(super) id: AuthSessionId,
    pub(super) kept: Kept,
    pub(super) changes: Changes,
}

/// Opens sessions.
pub(super) struct Sessions {
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    lifetimes: TokenLifetimes,
}

impl Sessions {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            lifetimes: settings.tokens,
        }
    }

    /// With its record.
    pub(super) fn open(
        &self,
        user: &User,
        kind: SessionKind,
        by: By,
        origin: &Origin,
        now: Timestamp,
    ) -> Opening {
        let (id, client) = (self.ids.next().into(), origin.client());
        let record = origin
            .record(AuditAction::UserSignIn, &*self.ids, now)
            .by(user.id)
            .on("user", user.id)
            .with(json!({ "session": id, "by": by.as_str() }));
        let changes = Changes::at(now).audit(record);
        match kind {
            SessionKind::Tokens => {
                let secrets = draw(&*self.entropy);
                let Opened { session, pair } =
                    AuthSession::open(id, user.id, client, &secrets, &self.lifetimes, now);
                Opening {
                    id,
                    kept: Kept::Tokens(Tokens::new(&secrets, &pair)),
                    changes: changes.save_auth_session(session).add_tokens(pair),
                }
            }
            SessionKind::Cookie => {
                let secret = TokenSecret::new(self.entropy.bytes32());
                let (session, token) =
                    AuthSession::open_cookie(id, user.id, client, &secret, &self.lifetimes, now);
                Opening {
                    id,
                    kept: Kept::Cookie(Cookie {
                        secret: SecretText::new(secret.text(TokenKind::Cookie)),
                        expires_at: session.expires_at,
                    }),
                    changes: changes.save_auth_session(session).add_token(token),
                }
            }
        }
    }
}

impl By {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::MagicLink => "magic_link",
        }
    }
}

impl Kept {
    /// The pair, if that is what is kept.
    pub fn tokens(self) -> Option<Tokens> {
        match self {
            Self::Tokens(tokens) => Some(tokens),
            Self::Cookie(_) => None,
        }
    }
}

impl Default for Entry {
    /// No code; a pair of tokens.
    fn default() -> Self {
        Self {
            code: None,
            session: SessionKind::Tokens,
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code: _, session } = self;
        write!(f, "Entry({})", session.as_str())
    }
}
