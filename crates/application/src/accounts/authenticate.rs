use super::last_uses::LastUses;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AccessRefusal, AccessUse, ApiToken, Means, Principal, TokenKind, TokenLifetimes, TokenSecret,
};
use ludger_ports::read::{AuthSessions, PresentedApiToken, PresentedToken};
use ludger_ports::{Changes, Clock, CommitError, Store, Unavailable};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A request comes with an access token, or with an API token.
pub struct Authenticate {
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    lifetimes: TokenLifetimes,
    last_uses: LastUses,
}

/// Why the request is nobody's.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AuthenticateError {
    /// Sign in, or refresh. The code of the refusal tells which.
    #[error("not signed in")]
    NotSignedIn(#[from] AccessRefusal),
    /// Never [`Outage::Unknown`]: the request itself has not begun.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for AuthenticateError {}

impl Authenticate {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            lifetimes: settings.tokens,
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            last_uses: LastUses::default(),
        }
    }

    /// Who asks, and what they may do now. The token tells by its first letters what it is.
    ///
    /// # Errors
    /// See [`AuthenticateError`].
    pub async fn run(&self, token: &str) -> Result<Principal, AuthenticateError> {
        if token.starts_with(ApiToken::PREFIX) {
            return self.program(token).await;
        }
        self.person(token).await
    }

    /// One read; and one commit when the token is used for the first time, before anything is served, because from then
    /// on the token that bought it is spent (see
    /// [`AuthSession::refresh`](ludger_domain::accounts::AuthSession::refresh)).
    ///
    /// First uses that meet do not fail each other: the later one is stale, and finds the use recorded. When it cannot
    /// be told whether the use was recorded, it is looked at again, once.
    async fn person(&self, token: &str) -> Result<Principal, AuthenticateError> {
        let secret =
            TokenSecret::parse(TokenKind::Access, token).map_err(|_| AccessRefusal::Unknown)?;
        let hash = secret.hash();
        let in_doubt = AtomicBool::new(false);
        retry_stale(async || {
            let found = self
                .sessions
                .by_token(hash)
                .await
                .map_err(Attempt::outage)?;
            let now = self.clock.now();
            let (used, principal) =
                decide(found, &self.lifetimes, now).map_err(AuthenticateError::from)?;
            let (AccessUse::First(session) | AccessUse::Renewed(session)) = used else {
                return Ok(principal);
            };
            let changes = Changes::at(now).save_auth_session(session);
            match self.store.commit(changes).await {
                Ok(_) => Ok(principal),
                Err(CommitError::Unknown(_)) if !in_doubt.swap(true, Relaxed) => {
                    Err(Attempt::Stale)
                }
                Err(CommitError::Unknown(unknown)) => Err(Attempt::outage(Unavailable {
                    source: unknown.source,
                    overloaded: false,
                })),
                Err(error) => Err(Attempt::rejected(error)),
            }
        })
        .await
    }

    /// One read.
    async fn program(&self, text: &str) -> Result<Principal, AuthenticateError> {
        let (id, secret) = ApiToken::parse(text).map_err(|_| AccessRefusal::Unknown)?;
        let found = self.sessions.by_api_token(id).await.map_err(Outage::from)?;
        let PresentedApiToken { token, user, roles } = found.ok_or(AccessRefusal::Unknown)?;
        let now = self.clock.now();
        token.authenticate(&secret, now)?;
        if !user.may_enter() {
            return Err(AccessRefusal::Revoked.into());
        }
        self.note_use(&token, now).await;
        Ok(Principal {
            user: user.id,
            username: user.username.into(),
            roles: roles.into_iter().collect(),
            means: Means::ApiToken {
                id: token.id,
                scopes: token.scopes,
            },
        })
    }

    /// Nobody's request fails because that could not be written down: the next one in a minute tries again.
    async fn note_use(&self, token: &ApiToken, now: Timestamp) {
        let Some(used) = token.used(now) else { return };
        if !self.last_uses.is_due(token.id, now) {
            return;
        }
        if let Err(error) = self
            .store
            .commit(Changes::at(now).save_api_token(used))
            .await
        {
            tracing::debug!(token = %token.id, %error, "the use of an API token was not noted");
        }
    }
}

fn decide(
    found: Option<PresentedToken>,
    lifetimes: &TokenLifetimes,
    now: Timestamp,
) -> Result<(AccessUse, Principal), AccessRefusal> {
    let PresentedToken {
        token,
        session,
        user,
        roles,
    } = found.ok_or(AccessRefusal::Unknown)?;
    let used = session.authenticate(&token, lifetimes, now)?;
    if !user.may_enter() {
        return Err(AccessRefusal::Revoked);
    }
    let principal = Principal {
        user: user.id,
        username: user.username.into(),
        roles: roles.into_iter().collect(),
        means: Means::Session {
            id: session.id,
            authenticated_at: session.authenticated_at,
        },
    };
    Ok((used, principal))
}
