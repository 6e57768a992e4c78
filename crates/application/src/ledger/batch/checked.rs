use super::{Applied, BatchItem, BatchMode};
use crate::Outage;
use ludger_domain::fault::Faults;
use ludger_domain::ledger::{OnRefusal, Posting, Refusal, Transfer};
use serde::{Deserialize, Serialize};

/// A draft that was looked at: what the answer to the batch is told from.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Item {
    Transfer(Box<Transfer>),
    Invalid(Faults),
}

impl Item {
    pub(super) fn transfer(&self) -> Option<&Transfer> {
        match self {
            Self::Transfer(transfer) => Some(transfer),
            Self::Invalid(_) => None,
        }
    }
}

/// The verdicts as items; all together, one fault is the fault of all.
pub(super) fn items(
    verdicts: Vec<Result<Transfer, Faults>>,
    mode: BatchMode,
) -> Result<Vec<Item>, Faults> {
    let items: Vec<_> = verdicts
        .into_iter()
        .enumerate()
        .map(|(index, verdict)| match verdict {
            Ok(transfer) => Item::Transfer(Box::new(transfer)),
            Err(faults) => Item::Invalid(faults.under(&format!("/transfers/{index}"))),
        })
        .collect();
    let is_valid = |item: &Item| item.transfer().is_some();
    if mode == BatchMode::EachByItself || items.iter().all(is_valid) {
        return Ok(items);
    }
    let mut faults = Faults::default();
    for item in items {
        if let Item::Invalid(more) = item {
            faults.0.extend(more.0);
        }
    }
    Err(faults)
}

pub(super) fn postings(items: &[Item], on_refusal: OnRefusal) -> Vec<Posting> {
    let posting = |transfer: &Transfer| Posting {
        transfer: transfer.clone(),
        on_refusal,
    };
    items
        .iter()
        .filter_map(Item::transfer)
        .map(posting)
        .collect()
}

/// The items with what became of their transfers, which stand in the same order.
pub(super) fn together(
    items: Vec<Item>,
    told: Vec<Result<Applied, Refusal>>,
) -> Result<Vec<BatchItem>, Outage> {
    let mut told = told.into_iter();
    items
        .into_iter()
        .map(|item| match item {
            Item::Invalid(faults) => Ok(BatchItem::Invalid(faults)),
            Item::Transfer(_) => match told.next() {
                Some(Ok(applied)) => Ok(BatchItem::Applied(applied)),
                Some(Err(refusal)) => Ok(BatchItem::Refused(refusal)),
                None => Err(Outage::broken("a commit with too few outcomes")),
            },
        })
        .collect()
}
