//! Those who were let in and stay, on a connection that lasts: they are looked at again and again.

use super::{Authenticate, AuthenticateError};
use crate::Outage;
use crate::retry::Attempt;
use ludger_domain::accounts::{AccessRefusal, Means, Principal, Role, User};
use ludger_domain::ids::{ApiTokenId, AuthSessionId, UserId};
use ludger_ports::read::{PresentedApiToken, PresentedSession};
use std::collections::BTreeSet;

/// Whoever stays, their roles, and what they are signed in by.
type Known = (User, Vec<Role>, Means);

impl Authenticate {
    /// Somebody was let in by these means before, and has stayed: what they may do now. A session that is
    /// used so is not renewed by it.
    ///
    /// # Cost
    /// One look-up; of many who are looked at in the same moment, one for all of them.
    ///
    /// # Errors
    /// The session has ended, the API token was revoked, or the user may not enter; or see [`Outage`].
    pub async fn again(&self, user: UserId, means: &Means) -> Result<Principal, AuthenticateError> {
        let (user, roles, means) = match means {
            Means::Session { id, .. } => self.still_signed_in(user, *id).await?,
            Means::ApiToken { id, .. } => self.still_permitted(user, *id).await?,
        };
        if !user.may_enter() {
            return Err(AccessRefusal::Revoked.into());
        }
        let principal = Principal {
            user: user.id,
            username: user.username.into(),
            roles: roles.into_iter().collect(),
            withheld: BTreeSet::new(),
            means,
        };
        self.admitted(principal).await.map_err(Attempt::failed)
    }

    async fn still_signed_in(
        &self,
        user: UserId,
        id: AuthSessionId,
    ) -> Result<Known, AuthenticateError> {
        let found = self.sessions.by_session(id).await.map_err(Outage::from)?;
        let found = found.filter(|found| found.user.id == user);
        let PresentedSession {
            session,
            user,
            roles,
        } = found.ok_or(AccessRefusal::Revoked)?;
        if session.revoked_at.is_some() {
            return Err(AccessRefusal::Revoked.into());
        }
        if self.clock.now() >= session.expires_at {
            return Err(AccessRefusal::Expired.into());
        }
        let means = Means::Session {
            id: session.id,
            authenticated_at: session.authenticated_at,
        };
        Ok((user, roles, means))
    }

    async fn still_permitted(
        &self,
        user: UserId,
        id: ApiTokenId,
    ) -> Result<Known, AuthenticateError> {
        let found = self.sessions.by_api_token(id).await.map_err(Outage::from)?;
        let now = self.clock.now();
        let found = found.filter(|found| found.user.id == user && found.token.is_alive(now));
        let PresentedApiToken { token, user, roles } = found.ok_or(AccessRefusal::Revoked)?;
        let means = Means::ApiToken {
            id: token.id,
            scopes: token.scopes,
        };
        Ok((user, roles, means))
    }
}
