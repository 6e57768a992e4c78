use super::pass::{Factors, NotPassed};
use super::sealed::{open, seal};
use super::{SecondFactorError, draw_codes, texts};
use crate::accounts::SecretText;
use crate::accounts::own_user::own_user;
use crate::outbox::Outbox;
use crate::retry::{Attempt, retry_stale};
use crate::{Caller, Ports, Settings};
use ludger_domain::accounts::AuditAction;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Entropy, Ids, Letter, Store, Vault};
use std::sync::Arc;

/// Somebody shows that their application has the secret.
pub struct ConfirmSecondFactor {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    vault: Arc<dyn Vault>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    factors: Factors,
    outbox: Outbox,
}

impl ConfirmSecondFactor {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            vault: ports.vault.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            factors: Factors::new(ports, settings),
            outbox: Outbox::new(ports, settings),
        }
    }

    /// Switches it on, tells its owner by mail, and gives the recovery codes, this once.
    ///
    /// # Errors
    /// See [`SecondFactorError`]. After an unknown outcome, new recovery codes may be asked for.
    pub async fn run(
        &self,
        caller: &Caller,
        code: &str,
    ) -> Result<Vec<SecretText>, SecondFactorError> {
        caller.principal.person()?.must_be_fresh(self.clock.now())?;
        retry_stale(async || {
            let user = own_user::<SecondFactorError>(&*self.users, caller).await?;
            let offered = self.users.second_factor(user.id).await;
            let offered = offered.map_err(Attempt::outage)?;
            let offered = offered.ok_or(SecondFactorError::NotOn)?;
            if offered.confirmed_at.is_some() {
                return Err(SecondFactorError::AlreadyOn.into());
            }
            let counted = self.factors.count(user.id).await;
            let counted = counted.map_err(SecondFactorError::from)?;
            let (before, now) = (offered.version, self.clock.now());
            let offered = open(&*self.vault, offered).map_err(SecondFactorError::from)?;
            let codes = draw_codes(&*self.entropy);
            let factor = offered
                .confirm(code, &codes, now)
                .map_err(|_| SecondFactorError::InvalidCode)?;
            let record = caller.record(AuditAction::SecondFactorOn, &*self.ids, now);
            let mut changes = Changes::at(now)
                .save_second_factor(seal(&*self.vault, factor), Some(before))
                .forget_attempts(counted)
                .audit(record.on("user", user.id));
            if let Some(to) = user.email {
                let cause = format!("second_factor_on/{}/{before}", user.id);
                let letter = Letter::SecondFactorOn { at: now };
                changes =
                    changes.save_job(self.outbox.job(cause, (Some(user.id), to), letter, now));
            }
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(texts(&codes))
        })
        .await
    }
}

impl From<NotPassed> for SecondFactorError {
    fn from(error: NotPassed) -> Self {
        match error {
            NotPassed::Required | NotPassed::Invalid => Self::InvalidCode,
            NotPassed::TooMany(too_many) => too_many.into(),
            NotPassed::Outage(outage) => outage.into(),
        }
    }
}
