use super::SecondFactorError;
use super::removal::Removal;
use crate::accounts::own_user::own_user;
use crate::retry::retry_stale;
use crate::{Caller, Ports, Settings};
use ludger_ports::Clock;
use ludger_ports::read::Users;
use std::sync::Arc;

/// Somebody wants no second factor any more.
pub struct RemoveSecondFactor {
    users: Arc<dyn Users>,
    clock: Arc<dyn Clock>,
    removal: Removal,
}

impl RemoveSecondFactor {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            clock: ports.clock.clone(),
            removal: Removal::new(ports, settings),
        }
    }

    /// Signing in asks for it no more; its owner is told by mail. One that was only offered goes too.
    ///
    /// # Errors
    /// See [`SecondFactorError`].
    pub async fn run(&self, caller: &Caller) -> Result<(), SecondFactorError> {
        let person = caller.principal.person()?;
        person.must_be_fresh(self.clock.now())?;
        retry_stale(async || {
            let user = own_user::<SecondFactorError>(&*self.users, caller).await?;
            let was_there = self.removal.of(&user, caller).await?;
            was_there
                .then_some(())
                .ok_or_else(|| SecondFactorError::NotOn.into())
        })
        .await
    }
}
