//! What became of transfers, as it is told to whoever asked for them.

use super::TransferView;
use crate::Outage;
use ludger_domain::ledger::{Outcome, Posted, Refusal, Transfer};
use ludger_ports::OutcomeUnknown;
use ludger_ports::read::Ledger;

/// A transfer that is in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// It was posted.
    Posted(TransferView),
    /// Its reference had been posted before, with the same content: this is what was posted then.
    AlreadyPosted(TransferView),
}

impl Applied {
    /// The transfer that is in the books.
    pub const fn transfer(&self) -> &TransferView {
        match self {
            Self::Posted(transfer) | Self::AlreadyPosted(transfer) => transfer,
        }
    }
}

/// What became of each of these transfers.
pub(super) async fn tell(
    ledger: &dyn Ledger,
    transfers: &[Transfer],
    outcomes: &[Outcome],
) -> Result<Vec<Result<Applied, Refusal>>, Outage> {
    let mut told = Vec::with_capacity(transfers.len());
    for (transfer, outcome) in transfers.iter().zip(outcomes) {
        told.push(match outcome {
            Outcome::Posted(posted) => Ok(Applied::Posted(TransferView::posted(transfer, posted))),
            Outcome::AlreadyPosted(posted) => Ok(Applied::AlreadyPosted(
                first_posted(ledger, transfers, posted).await?,
            )),
            Outcome::Refused { refusal } => Err(refusal.clone()),
        });
    }
    Ok(told)
}

/// What became of one transfer that a refusal would have kept out of the books.
pub(super) async fn tell_one(
    ledger: &dyn Ledger,
    transfer: Transfer,
    outcomes: &[Outcome],
) -> Result<Applied, Outage> {
    let told = tell(ledger, &[transfer], outcomes).await?.pop();
    told.ok_or_else(|| Outage::broken("a commit without an outcome"))?
        .map_err(Outage::broken)
}

/// What became of one transfer without a reference.
pub(super) fn tell_posted(
    transfer: &Transfer,
    outcomes: &[Outcome],
) -> Result<TransferView, Outage> {
    match outcomes {
        [Outcome::Posted(posted)] => Ok(TransferView::posted(transfer, posted)),
        _ => Err(Outage::broken(
            "a commit of one transfer with another outcome",
        )),
    }
}

/// The transfer that has the reference: one of these, or an earlier one.
async fn first_posted(
    ledger: &dyn Ledger,
    transfers: &[Transfer],
    posted: &Posted,
) -> Result<TransferView, Outage> {
    if let Some(first) = transfers
        .iter()
        .find(|transfer| transfer.id() == posted.transfer)
    {
        return Ok(TransferView::posted(first, posted));
    }
    let first = ledger.transfer(posted.transfer).await?;
    let first = first.ok_or_else(|| Outage::broken("a reference without its transfer"))?;
    Ok(TransferView::posted(&first.transfer, &first.posted))
}

/// An answer that cannot be told although something was posted: asking again with the same key tells it.
pub(super) fn after_commit(outage: Outage) -> Outage {
    match outage {
        Outage::Unavailable(unavailable) => OutcomeUnknown {
            source: unavailable.source,
        }
        .into(),
        other => other,
    }
}
