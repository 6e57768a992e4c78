use super::sealed::{open, seal};
use super::{SecondFactorError, draw_codes, texts};
use crate::accounts::SecretText;
use crate::retry::{Attempt, retry_stale};
use crate::{Caller, Ports};
use ludger_domain::accounts::AuditAction;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Entropy, Ids, Store, Vault};
use std::sync::Arc;

/// Somebody has used up their recovery codes, or lost them.
pub struct RenewRecoveryCodes {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    vault: Arc<dyn Vault>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
}

impl RenewRecoveryCodes {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            vault: ports.vault.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
        }
    }

    /// Gives new codes, this once; the old ones are good for nothing.
    ///
    /// # Errors
    /// See [`SecondFactorError`].
    pub async fn run(&self, caller: &Caller) -> Result<Vec<SecretText>, SecondFactorError> {
        let person = caller.principal.person()?;
        person.must_be_fresh(self.clock.now())?;
        let user = caller.principal.user;
        retry_stale(async || {
            let found = self.users.second_factor(user).await;
            let found = found.map_err(Attempt::outage)?;
            let on = found.filter(|factor| factor.confirmed_at.is_some());
            let factor = on.ok_or(SecondFactorError::NotOn)?;
            let (before, now) = (factor.version, self.clock.now());
            let codes = draw_codes(&*self.entropy);
            let factor = open(&*self.vault, factor).map_err(SecondFactorError::from)?;
            let renewed = factor.with_recovery(&codes);
            let record = caller.record(AuditAction::RecoveryCodesRenew, &*self.ids, now);
            let changes = Changes::at(now)
                .save_second_factor(seal(&*self.vault, renewed), Some(before))
                .audit(record.on("user", user));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(texts(&codes))
        })
        .await
    }
}
