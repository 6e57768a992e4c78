use crate::problem::{Problem, members};
use crate::routes::ledger::refusal;
use crate::routes::ledger::view::TransferBody;
use ludger_application::Caller;
use ludger_application::ledger::{Applied, BatchItem};
use ludger_domain::money::Currencies;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What became of a batch.
#[derive(Serialize, ToSchema)]
#[schema(as = BatchResult)]
pub(super) struct BatchBody {
    /// One for each transfer, in their order.
    results: Vec<ItemBody>,
}

/// What became of one transfer.
#[derive(Serialize, ToSchema)]
#[schema(as = BatchItem)]
struct ItemBody {
    /// Its place in the request, from 0.
    #[schema(example = 0)]
    index: usize,
    outcome: Outcome,
    /// The transfer that is in the books: after `posted` and `already_posted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    transfer: Option<TransferBody>,
    /// What is wrong: after `refused` and `invalid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::openapi::ProblemSchema>)]
    problem: Option<Map<String, Value>>,
}

/// What became of it, in a word.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BatchOutcome)]
enum Outcome {
    /// It is in the books.
    Posted,
    /// Its reference had been posted before.
    AlreadyPosted,
    /// The books do not allow it.
    Refused,
    /// It is no transfer.
    Invalid,
}

impl BatchBody {
    pub(super) fn of(items: Vec<BatchItem>, caller: &Caller, currencies: &Currencies) -> Self {
        let item = |(index, item)| match item {
            BatchItem::Applied(Applied::Posted(view)) => {
                ItemBody::good(index, Outcome::Posted, TransferBody::of(view, currencies))
            }
            BatchItem::Applied(Applied::AlreadyPosted(view)) => {
                ItemBody::good(index, Outcome::AlreadyPosted, TransferBody::of(view, currencies))
            }
            BatchItem::Refused(why) => {
                ItemBody::bad(index, Outcome::Refused, &refusal::problem(&why, caller, currencies))
            }
            BatchItem::Invalid(faults) => {
                ItemBody::bad(index, Outcome::Invalid, &Problem::invalid(faults))
            }
        };
        Self { results: items.into_iter().enumerate().map(item).collect() }
    }
}

impl ItemBody {
    const fn good(index: usize, outcome: Outcome, transfer: TransferBody) -> Self {
        Self { index, outcome, transfer: Some(transfer), problem: None }
    }

    fn bad(index: usize, outcome: Outcome, problem: &Problem) -> Self {
        Self { index, outcome, transfer: None, problem: Some(members(problem, None)) }
    }
}
