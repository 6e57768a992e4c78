//! What became of the transfers of a batch.

use super::refusal;
use super::transfer::Transfer;
use crate::openapi::ProblemBody;
use crate::problem::{Problem, members};
use ludger_application::Caller;
use ludger_application::ledger::{Applied, BatchItem};
use ludger_domain::money::Currencies;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What became of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchResult {
    /// One for each transfer, in their order.
    results: Vec<ItemResult>,
}

/// What became of one transfer of a batch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BatchItemResult)]
pub(crate) struct ItemResult {
    /// Its place in the batch, from 0.
    index: usize,
    outcome: Outcome,
    /// The transfer that is in the books: when it was posted, now or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    transfer: Option<Transfer>,
    /// What is wrong: when it was refused or is invalid. Pointers begin at the batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ProblemBody>)]
    problem: Option<Map<String, Value>>,
}

/// What became of it, in a word.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BatchOutcome)]
pub(crate) enum Outcome {
    /// It was posted.
    Posted,
    /// Its reference was posted before, with the same content.
    AlreadyPosted,
    /// The books do not allow it.
    Refused,
    /// It is no transfer.
    Invalid,
}

impl BatchResult {
    pub(super) fn of(currencies: &Currencies, caller: &Caller, items: Vec<BatchItem>) -> Self {
        let result = |(index, item)| {
            let (outcome, told) = told(currencies, caller, item);
            let (transfer, problem) = match told {
                Ok(transfer) => (Some(transfer), None),
                Err(problem) => (None, Some(members(&problem, None))),
            };
            ItemResult {
                index,
                outcome,
                transfer,
                problem,
            }
        };
        Self {
            results: items.into_iter().enumerate().map(result).collect(),
        }
    }
}

fn told(
    currencies: &Currencies,
    caller: &Caller,
    item: BatchItem,
) -> (Outcome, Result<Transfer, Problem>) {
    match item {
        BatchItem::Applied(Applied::Posted(transfer)) => {
            (Outcome::Posted, Ok(Transfer::of(currencies, &transfer)))
        }
        BatchItem::Applied(Applied::AlreadyPosted(transfer)) => (
            Outcome::AlreadyPosted,
            Ok(Transfer::of(currencies, &transfer)),
        ),
        BatchItem::Refused(why) => (Outcome::Refused, Err(refusal(currencies, caller, &why))),
        BatchItem::Invalid(faults) => (Outcome::Invalid, Err(faults.into())),
    }
}
