//! Up to a thousand transfers in one commit. Each stands for itself, or all for one.

mod answer;
mod checked;
mod request;

use super::Applied;
use super::draft::Drafts;
use super::outcome::{after_commit, tell};
use crate::once::{Decision, Door, once};
use crate::{Caller, Once, Outage, Ports, RequestKey, Settings};
pub use answer::{BatchError, BatchItem};
use checked::Item;
use ludger_domain::accounts::Permission;
use ludger_domain::ledger::Outcome;
use ludger_ports::read::{BooksRequest, Idempotency, Ledger};
use ludger_ports::{Changes, Clock, Store};
pub use request::{Batch, BatchMode};
use std::sync::Arc;

/// Posts many transfers for a service.
pub struct PostBatch {
    store: Arc<dyn Store>,
    idempotency: Arc<dyn Idempotency>,
    ledger: Arc<dyn Ledger>,
    clock: Arc<dyn Clock>,
    drafts: Drafts,
}

impl PostBatch {
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

    /// Posts them in one commit, once for each key. The answer has one item for each draft, in their order.
    pub async fn post(
        &self,
        caller: &Caller,
        key: &RequestKey,
        batch: &Batch,
    ) -> Result<Once<Vec<BatchItem>>, BatchError> {
        caller.principal.must(Permission::LedgerTransfer)?;
        let door = Door {
            store: self.store.as_ref(),
            idempotency: self.idempotency.as_ref(),
        };
        let decide = async || {
            let items = self.checked(batch).await?;
            let postings = checked::postings(&items, batch.mode.on_refusal());
            let changes = postings
                .into_iter()
                .fold(Changes::at(self.clock.now()), Changes::posting);
            Ok(Decision {
                changes,
                receipt: items,
            })
        };
        let user = caller.principal.user;
        let done: Result<Once<_>, BatchError> =
            once(door, user, key, decide, |items, committed| {
                (items, committed.outcomes)
            })
            .await;
        let done = match done {
            // The door tells why, but not which.
            Err(refused @ BatchError::Refused { .. }) => {
                return Err(match self.rehearse(caller, batch).await {
                    Err(located @ BatchError::Refused { .. }) => located,
                    _ => refused,
                });
            }
            done => done?,
        };
        let (items, outcomes) = done.value;
        let value = self.told(items, &outcomes).await.map_err(after_commit)?;
        Ok(Once {
            value,
            replayed: done.replayed,
        })
    }

    /// What [`Self::post`] would do now. Changes nothing and remembers nothing.
    pub async fn rehearse(
        &self,
        caller: &Caller,
        batch: &Batch,
    ) -> Result<Vec<BatchItem>, BatchError> {
        caller.principal.must(Permission::LedgerTransfer)?;
        let items = self.checked(batch).await?;
        let postings = checked::postings(&items, batch.mode.on_refusal());
        let request = BooksRequest::of(postings.iter().map(|posting| &posting.transfer));
        let mut books = self.ledger.books(&request).await.map_err(Outage::from)?;
        let outcomes = books
            .decide(&postings, self.clock.now())
            .map_err(|(index, refusal)| BatchError::Refused {
                index: Some(index),
                refusal,
            })?;
        Ok(self.told(items, &outcomes).await?)
    }

    async fn checked(&self, batch: &Batch) -> Result<Vec<Item>, BatchError> {
        batch.check_size().map_err(BatchError::Invalid)?;
        let verdicts = self.drafts.checked(&batch.transfers).await?;
        checked::items(verdicts, batch.mode).map_err(BatchError::Invalid)
    }

    async fn told(&self, items: Vec<Item>, outcomes: &[Outcome]) -> Result<Vec<BatchItem>, Outage> {
        let transfers: Vec<_> = items.iter().filter_map(Item::transfer).cloned().collect();
        let told = tell(self.ledger.as_ref(), &transfers, outcomes).await?;
        checked::together(items, told)
    }
}
