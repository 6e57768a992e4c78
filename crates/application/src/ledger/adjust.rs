mod adjustment;
mod checked;

use super::TransferView;
use super::draft::NamedUsers;
use super::outcome::tell_posted;
use crate::once::{Decision, Door, Keyed, once};
use crate::retry::Rejected;
use crate::{Caller, Once, Outage, Ports, RequestKey, Reused, Settings};
pub use adjustment::Adjustment;
pub(super) use checked::ADJUSTMENTS;
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::{Refusal, Transfer};
use ludger_domain::money::Currencies;
use ludger_ports::read::{Idempotency, Users};
use ludger_ports::{Changes, Clock, Ids, Store};
use std::sync::Arc;

/// Corrects what a user has, by hand and with a reason.
///
/// The other side is the mint for play currencies. Fiat and tokens are not made here: there it is
/// `clearing/adjustments`, whose balance tells what the deployment gave or took back over all.
pub struct Adjust {
    store: Arc<dyn Store>,
    idempotency: Arc<dyn Idempotency>,
    users: Arc<dyn Users>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    currencies: Currencies,
}

/// Why nothing was corrected.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AdjustError {
    /// Not this caller.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// What is asked for is no correction.
    #[error("the adjustment is not well formed")]
    Invalid(#[source] Faults),
    /// The books do not allow it.
    #[error(transparent)]
    Refused(Refusal),
    /// The key was used before, for another request.
    #[error(transparent)]
    Reused(#[from] Reused),
    /// Nobody's fault.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Adjust {
    /// Takes what it needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            idempotency: ports.idempotency.clone(),
            users: ports.users.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            currencies: settings.currencies.clone(),
        }
    }

    /// Credits or debits the user, once for each key, and tells the audit log.
    pub async fn adjust(
        &self,
        caller: &Caller,
        key: &RequestKey,
        adjustment: &Adjustment,
    ) -> Result<Once<TransferView>, AdjustError> {
        caller.principal.must(Permission::LedgerAdjust)?;
        let door = Door {
            store: self.store.as_ref(),
            idempotency: self.idempotency.as_ref(),
        };
        let decide = async || Ok(self.decide(caller, adjustment).await?);
        let user = caller.principal.user;
        let done: Once<_> = once(door, user, key, decide, |transfer, committed| {
            (transfer, committed.outcomes)
        })
        .await?;
        let (transfer, outcomes) = done.value;
        Ok(Once {
            value: tell_posted(&transfer, &outcomes)?,
            replayed: done.replayed,
        })
    }

    async fn decide(
        &self,
        caller: &Caller,
        adjustment: &Adjustment,
    ) -> Result<Decision<Transfer>, AdjustError> {
        let named = NamedUsers::load(self.users.as_ref(), adjustment.named().into_iter()).await;
        let users = named.map_err(Outage::from)?;
        let checked = adjustment
            .checked(&users, &self.currencies)
            .map_err(AdjustError::Invalid)?;
        let (id, now) = (TransferId::from(self.ids.next()), self.clock.now());
        let transfer = checked.transfer(id, caller.principal.user, now);
        let transfer = transfer.map_err(Outage::broken)?;
        let record = caller
            .record(AuditAction::LedgerAdjust, self.ids.as_ref(), now)
            .on("transfer", id)
            .with(checked.meta());
        let changes = Changes::at(now).post(transfer.clone()).audit(record);
        Ok(Decision {
            changes,
            receipt: transfer,
        })
    }
}

impl Keyed for AdjustError {
    fn is_outage(&self) -> bool {
        matches!(self, Self::Outage(_))
    }
}

impl Rejected for AdjustError {
    fn refused(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
