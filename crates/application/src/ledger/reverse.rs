use super::TransferView;
use super::outcome::tell_posted;
use super::reason::reason;
use crate::once::{Decision, Door, Keyed, once};
use crate::retry::Rejected;
use crate::{Caller, Once, Outage, Ports, RequestKey, Reused};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::{Refusal, Transfer, TransferFault};
use ludger_ports::read::{Idempotency, Ledger};
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// Undoes a transfer by posting its opposite, with a reason.
pub struct Reverse {
    store: Arc<dyn Store>,
    idempotency: Arc<dyn Idempotency>,
    ledger: Arc<dyn Ledger>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why nothing was undone.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReverseError {
    /// Not this caller.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such transfer.
    #[error("there is no such transfer")]
    NotFound,
    /// The reason is none.
    #[error("the reversal is not well formed")]
    Invalid(#[source] Faults),
    /// A reversal is not reversed.
    #[error("a reversal is not reversed: post what was meant instead")]
    IsReversal,
    /// A hold ends by its own life cycle.
    #[error("the transfer belongs to a hold")]
    BelongsToHold,
    /// The books do not allow it: it was reversed before, or what it gave has been spent.
    #[error(transparent)]
    Refused(Refusal),
    /// The key was used before, for another request.
    #[error(transparent)]
    Reused(#[from] Reused),
    /// Nobody's fault.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Reverse {
    /// Takes what it needs.
    pub fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            idempotency: ports.idempotency.clone(),
            ledger: ports.ledger.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Undoes it, once for each key, and tells the audit log.
    pub async fn reverse(
        &self,
        caller: &Caller,
        key: &RequestKey,
        original: TransferId,
        reason: &str,
    ) -> Result<Once<TransferView>, ReverseError> {
        caller.principal.must(Permission::LedgerReverse)?;
        let door = Door {
            store: self.store.as_ref(),
            idempotency: self.idempotency.as_ref(),
        };
        let decide = async || Ok(self.decide(caller, original, reason).await?);
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
        original: TransferId,
        text: &str,
    ) -> Result<Decision<Transfer>, ReverseError> {
        let description = reason(text).map_err(ReverseError::Invalid)?;
        let found = self.ledger.transfer(original).await.map_err(Outage::from)?;
        let found = found.ok_or(ReverseError::NotFound)?;
        let (id, now) = (TransferId::from(self.ids.next()), self.clock.now());
        let meta = json!({ "original": original, "reason": description });
        let reversal = found
            .transfer
            .reversal(id, now)?
            .describe(description)
            .finish()?;
        let record = caller
            .record(AuditAction::LedgerReverse, self.ids.as_ref(), now)
            .on("transfer", id)
            .with(meta);
        let changes = Changes::at(now).post(reversal.clone()).audit(record);
        Ok(Decision {
            changes,
            receipt: reversal,
        })
    }
}

impl Keyed for ReverseError {
    fn is_outage(&self) -> bool {
        matches!(self, Self::Outage(_))
    }
}

impl Rejected for ReverseError {
    fn refused(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<TransferFault> for ReverseError {
    fn from(fault: TransferFault) -> Self {
        match fault {
            TransferFault::ReversalOfReversal(_) => Self::IsReversal,
            TransferFault::ReversalOfHold(_) => Self::BelongsToHold,
            // The opposite of a transfer is one, but for an entry of i64::MIN, which no draft can have.
            other => Outage::broken(other).into(),
        }
    }
}
