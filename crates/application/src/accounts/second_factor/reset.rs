use super::removal::Removal;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::accounts::{Forbidden, FreshSignInRequired, Permission, SessionRequired, User};
use ludger_domain::ids::UserId;
use ludger_ports::Clock;
use ludger_ports::read::Users;
use std::sync::Arc;

/// An admin helps somebody who lost phone and recovery codes.
pub struct ResetSecondFactor {
    users: Arc<dyn Users>,
    clock: Arc<dyn Clock>,
    removal: Removal,
}

/// Why the second factor of a user stays.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ResetSecondFactorError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// A token is nobody.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// They showed who they are too long ago.
    #[error(transparent)]
    FreshSignInRequired(#[from] FreshSignInRequired),
    /// Nobody has this id, or whoever had it is deleted.
    #[error("no such user")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ResetSecondFactorError {}

impl ResetSecondFactor {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            clock: ports.clock.clone(),
            removal: Removal::new(ports, settings),
        }
    }

    /// The user signs in without it from now on, and is told by mail. Who has none stays so.
    ///
    /// # Errors
    /// See [`ResetSecondFactorError`].
    pub async fn run(&self, caller: &Caller, id: UserId) -> Result<(), ResetSecondFactorError> {
        caller.principal.must(Permission::UsersManage)?;
        let person = caller.principal.person()?;
        person.must_be_fresh(self.clock.now())?;
        retry_stale(async || {
            let found = self.users.find(id).await.map_err(Attempt::outage)?;
            let user = found.filter(User::is_active);
            let user = user.ok_or(ResetSecondFactorError::NotFound)?;
            self.removal.of(&user, caller).await.map(|_| ())
        })
        .await
    }
}
