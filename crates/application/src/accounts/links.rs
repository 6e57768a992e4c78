//! Links that are good, and whose they are.

use super::sign_in::ACCOUNT;
use crate::Ports;
use crate::retry::{Attempt, Rejected};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Email, OneTimeToken, Purpose, ThrottleKey, TokenSecret, User};
use ludger_ports::Clock;
use ludger_ports::read::{AuthSessions, Users};
use std::sync::Arc;

/// Looks links up.
pub(super) struct Links {
    users: Arc<dyn Users>,
    sessions: Arc<dyn AuthSessions>,
    clock: Arc<dyn Clock>,
}

/// A good link, used, and whose it is.
pub(super) struct Good {
    pub(super) token: OneTimeToken,
    pub(super) user: User,
    pub(super) now: Timestamp,
}

/// It was used, its time is over, it was for something else, or it never was a link of ours: nobody is told which.
#[derive(Debug, Clone, Copy)]
pub(super) struct InvalidLink;

impl Links {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            sessions: ports.auth_sessions.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// A link that dies with the address that it was sent to.
    pub(super) async fn good<E: Rejected + From<InvalidLink>>(
        &self,
        purpose: Purpose,
        token: &str,
    ) -> Result<Good, Attempt<E>> {
        let good = self.to_new_address(purpose, token).await?;
        let is_theirs = good.user.email.as_ref().map(Email::key) == Some(good.token.email.key());
        is_theirs
            .then_some(good)
            .ok_or_else(|| Attempt::Failed(InvalidLink.into()))
    }

    /// A link that may have been sent to an address that is not the user's yet. Its use is to be saved in the commit that
    /// it leads to.
    pub(super) async fn to_new_address<E: Rejected + From<InvalidLink>>(
        &self,
        purpose: Purpose,
        token: &str,
    ) -> Result<Good, Attempt<E>> {
        let invalid = || Attempt::Failed(InvalidLink.into());
        let secret = TokenSecret::parse(purpose.token(), token).map_err(|_| invalid())?;
        let found = self.sessions.one_time_token(secret.hash()).await;
        let found = found.map_err(Attempt::outage)?.ok_or_else(invalid)?;
        let now = self.clock.now();
        let token = found.use_for(purpose, now).map_err(|_| invalid())?;
        let user = token.user.ok_or_else(invalid)?;
        let user = self.users.find(user).await.map_err(Attempt::outage)?;
        let user = user.filter(User::may_enter).ok_or_else(invalid)?;
        Ok(Good { token, user, now })
    }
}

/// The mail that brought the link was read.
pub(super) fn verified(user: User, now: Timestamp) -> User {
    match user.email.clone() {
        Some(email) if user.verified_at.is_none() => user.with_verified_email(email, now),
        _ => user,
    }
}

/// Where sign-ins to an account are counted that failed.
pub(super) fn failures_of(user: &User) -> ThrottleKey {
    let key = user.email.as_ref().map(Email::key).unwrap_or_default();
    ThrottleKey::new(ACCOUNT, &key)
}
