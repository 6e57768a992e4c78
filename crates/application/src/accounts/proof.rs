use crate::retry::{Attempt, Rejected};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Password, User};
use ludger_ports::{Changes, Clock, Ids, PasswordHasher, Store};
use std::sync::Arc;

/// Somebody who is signed in shows by their password that they are still the one.
pub(super) struct Proof {
    store: Arc<dyn Store>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// It was another password, or there is none.
#[derive(Debug, Clone, Copy)]
pub(super) struct WrongPassword;

impl Proof {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            hasher: ports.hasher.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// As at signing in: a user without a password costs a comparison too, and a failure is recorded before it is told.
    pub(super) async fn check<E: Rejected + From<WrongPassword>>(
        &self,
        caller: &Caller,
        user: &User,
        typed: &str,
    ) -> Result<(), Attempt<E>> {
        let password = Password::for_sign_in(typed);
        let right = self
            .hasher
            .verify(&password, user.password_hash.clone())
            .await
            .map_err(|busy| Attempt::Failed(Outage::from(busy).into()))?;
        if right {
            return Ok(());
        }
        let now = self.clock.now();
        let record = caller.record(AuditAction::UserSignInFailed, &*self.ids, now);
        let changes = Changes::at(now).audit(record.on("user", user.id));
        self.store
            .commit(changes)
            .await
            .map_err(Attempt::rejected)?;
        Err(Attempt::Failed(WrongPassword.into()))
    }
}
