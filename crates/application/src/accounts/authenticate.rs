mod again;

use super::last_uses::LastUses;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AccessRefusal, AccessUse, ApiToken, AuthSession, Means, Principal, Role, TokenKind,
    TokenLifetimes, TokenSecret,
};
use ludger_ports::read::{AuthSessions, PresentedApiToken, PresentedToken, Users};
use ludger_ports::{Changes, Clock, CommitError, Store, Unavailable};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A request comes with an access token, or with an API token.
pub struct Authenticate {
    sessions: Arc<dyn AuthSessions>,
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    lifetimes: TokenLifetimes,
    admins_need_second_factor: bool,
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
            admins_need_second_factor: settings.admins_need_second_factor,
            sessions: ports.auth_sessions.clone(),
            users: ports.users.clone(),
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
        let (principal, _) = self.person(TokenKind::Access, token).await?;
        Ok(principal)
    }

    /// The same for a browser, and until when it is to keep its cookie, where that has changed lately. A token that is
    /// sent by hand is not taken here, and a cookie nowhere else: who sends a cookie has not always meant to.
    ///
    /// # Errors
    /// See [`AuthenticateError`].
    pub async fn by_cookie(
        &self,
        token: &str,
    ) -> Result<(Principal, Option<Timestamp>), AuthenticateError> {
        let (principal, session) = self.person(TokenKind::Cookie, token).await?;
        let renewed = session.renewed_lately(&self.lifetimes, self.clock.now());
        Ok((principal, renewed))
    }

    /// One read; and one commit when the token is used for the first time, before anything is served, because from then
    /// on the token that bought it is spent (see
    /// [`AuthSession::refresh`](ludger_domain::accounts::AuthSession::refresh)).
    ///
    /// First uses that meet do not fail each other: the later one is stale, and finds the use recorded. When it cannot
    /// be told whether the use was recorded, it is looked at again, once.
    async fn person(
        &self,
        kind: TokenKind,
        token: &str,
    ) -> Result<(Principal, AuthSession), AuthenticateError> {
        let secret = TokenSecret::parse(kind, token).map_err(|_| AccessRefusal::Unknown)?;
        let hash = secret.hash();
        let in_doubt = AtomicBool::new(false);
        retry_stale(async || {
            let found = self
                .sessions
                .by_token(hash)
                .await
                .map_err(Attempt::outage)?;
            let now = self.clock.now();
            let presented = found.ok_or(AuthenticateError::from(AccessRefusal::Unknown))?;
            let used =
                decide(&presented, kind, &self.lifetimes, now).map_err(AuthenticateError::from)?;
            let principal = self.admitted(principal(&presented)).await?;
            let (AccessUse::First(session) | AccessUse::Renewed(session)) = used else {
                return Ok((principal, presented.session));
            };
            let changes = Changes::at(now).save_auth_session(session.clone());
            match self.store.commit(changes).await {
                Ok(_) => Ok((principal, session)),
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
        let principal = Principal {
            user: user.id,
            username: user.username.into(),
            roles: roles.into_iter().collect(),
            withheld: BTreeSet::new(),
            means: Means::ApiToken {
                id: token.id,
                scopes: token.scopes,
            },
        };
        self.admitted(principal).await.map_err(|error| match error {
            Attempt::Failed(error) => error,
            Attempt::Stale => Outage::Contended.into(),
        })
    }

    /// Where admins need a second factor, those who have none are none: one read more, for admins alone.
    async fn admitted(
        &self,
        principal: Principal,
    ) -> Result<Principal, Attempt<AuthenticateError>> {
        if !self.admins_need_second_factor || !principal.roles.contains(&Role::Admin) {
            return Ok(principal);
        }
        let factor = self.users.second_factor(principal.user).await;
        let factor = factor.map_err(Attempt::outage)?;
        Ok(
            if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
                principal
            } else {
                principal.withholding(Role::Admin)
            },
        )
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
    presented: &PresentedToken,
    kind: TokenKind,
    lifetimes: &TokenLifetimes,
    now: Timestamp,
) -> Result<AccessUse, AccessRefusal> {
    let PresentedToken {
        token,
        session,
        user,
        roles: _,
    } = presented;
    if token.kind != kind {
        return Err(AccessRefusal::Unknown);
    }
    let used = session.authenticate(token, lifetimes, now)?;
    if user.may_enter() {
        Ok(used)
    } else {
        Err(AccessRefusal::Revoked)
    }
}

fn principal(presented: &PresentedToken) -> Principal {
    let PresentedToken {
        token: _,
        session,
        user,
        roles,
    } = presented;
    Principal {
        user: user.id,
        username: user.username.clone().into(),
        roles: roles.iter().copied().collect(),
        withheld: BTreeSet::new(),
        means: Means::Session {
            id: session.id,
            authenticated_at: session.authenticated_at,
        },
    }
}
