use super::guessing::{Guessing, NotCounted};
use crate::retry::{Attempt, Rejected};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{
    Attempt as Counted, AuditAction, Password, Throttle, ThrottleKey, TooMany, User,
};
use ludger_ports::{Changes, Clock, Ids, PasswordHasher, Store};
use std::sync::Arc;

/// Somebody who is signed in shows by their password that they are still the one.
pub(super) struct Proof {
    store: Arc<dyn Store>,
    hasher: Arc<dyn PasswordHasher>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    guessing: Guessing,
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
            guessing: Guessing::new(ports),
        }
    }

    /// As at signing in: it counts as a failure until it has succeeded, a user without a password costs a comparison too,
    /// and a failure is recorded before it is told.
    pub(super) async fn check<E: Rejected + From<WrongPassword> + From<TooMany>>(
        &self,
        caller: &Caller,
        user: &User,
        typed: &str,
    ) -> Result<(), Attempt<E>> {
        let attempt = Counted {
            key: ThrottleKey::new("proof", &user.id.to_string()),
            throttle: Throttle::SIGN_IN_OF_ACCOUNT,
            at: self.clock.now(),
        };
        let counted = self
            .guessing
            .count(&[attempt], Changes::at(attempt.at))
            .await;
        counted.map_err(|error| match error {
            NotCounted::TooMany { too_many, .. } => Attempt::Failed(too_many.into()),
            NotCounted::Outage(outage) => Attempt::Failed(outage.into()),
        })?;
        let password = Password::for_sign_in(typed);
        let verdict = self
            .hasher
            .verify(&password, user.password_hash.clone())
            .await
            .map_err(|busy| Attempt::Failed(Outage::from(busy).into()))?;
        if verdict.is_right() {
            let forgotten = Changes::at(self.clock.now()).forget_attempts(attempt.key);
            let committed = self.store.commit(forgotten).await;
            return committed.map(|_| ()).map_err(Attempt::rejected);
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
