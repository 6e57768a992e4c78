use super::draft::Drafts;
use super::outcome::{after_commit, tell_one};
use super::{Applied, TransferDraft};
use crate::once::{Decision, Door, Keyed, once};
use crate::retry::Rejected;
use crate::{Caller, Once, Outage, Ports, RequestKey, Reused, Settings};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ledger::{OnRefusal, Posting, Refusal, Transfer};
use ludger_ports::read::{BooksRequest, Idempotency, Ledger};
use ludger_ports::{Changes, Clock, Store};
use std::sync::Arc;

/// Posts one transfer for a service.
pub struct PostTransfer {
    store: Arc<dyn Store>,
    idempotency: Arc<dyn Idempotency>,
    ledger: Arc<dyn Ledger>,
    clock: Arc<dyn Clock>,
    drafts: Drafts,
}

/// Why a transfer was not posted.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TransferError {
    /// Not this caller.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The draft is no transfer.
    #[error("the transfer is not well formed")]
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

impl PostTransfer {
    /// Takes what it needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            idempotency: ports.idempotency.clone(),
            ledger: ports.ledger.clone(),
            clock: ports.clock.clone(),
            drafts: Drafts::new(ports, settings),
        }
    }

    /// Posts it, once for each key.
    pub async fn post(
        &self,
        caller: &Caller,
        key: &RequestKey,
        draft: &TransferDraft,
    ) -> Result<Once<Applied>, TransferError> {
        caller.principal.must(Permission::LedgerTransfer)?;
        let door = Door {
            store: self.store.as_ref(),
            idempotency: self.idempotency.as_ref(),
        };
        let decide = async || {
            let transfer = self.checked(draft).await?;
            let changes = Changes::at(self.clock.now()).post(transfer.clone());
            Ok(Decision {
                changes,
                receipt: transfer,
            })
        };
        let user = caller.principal.user;
        let done: Once<_> = once(door, user, key, decide, |transfer, committed| {
            (transfer, committed.outcomes)
        })
        .await?;
        let (transfer, outcomes) = done.value;
        let value = tell_one(self.ledger.as_ref(), transfer, &outcomes)
            .await
            .map_err(after_commit)?;
        Ok(Once {
            value,
            replayed: done.replayed,
        })
    }

    /// What [`Self::post`] would do now. Changes nothing and remembers nothing.
    pub async fn rehearse(
        &self,
        caller: &Caller,
        draft: &TransferDraft,
    ) -> Result<Applied, TransferError> {
        caller.principal.must(Permission::LedgerTransfer)?;
        let transfer = self.checked(draft).await?;
        let request = BooksRequest::of(std::iter::once(&transfer));
        let mut books = self.ledger.books(&request).await.map_err(Outage::from)?;
        let posting = Posting {
            transfer: transfer.clone(),
            on_refusal: OnRefusal::RefuseAll,
        };
        let decided = books.decide(&[posting], self.clock.now());
        let outcomes = decided.map_err(|(_, refusal)| TransferError::Refused(refusal))?;
        Ok(tell_one(self.ledger.as_ref(), transfer, &outcomes).await?)
    }

    async fn checked(&self, draft: &TransferDraft) -> Result<Transfer, TransferError> {
        let checked = self
            .drafts
            .checked(std::slice::from_ref(draft))
            .await?
            .pop();
        let checked = checked.ok_or_else(|| Outage::broken("a draft without a verdict"))?;
        checked.map_err(TransferError::Invalid)
    }
}

impl Keyed for TransferError {
    fn is_outage(&self) -> bool {
        matches!(self, Self::Outage(_))
    }
}

impl Rejected for TransferError {
    fn refused(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
