//! What became of one transfer of a batch.

use super::refusal;
use super::transfer::Transfer;
use crate::openapi::ProblemBody;
use crate::problem::{Problem, members};
use ludger_application::ledger::{Applied, BatchItem};
use ludger_domain::money::Currencies;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What became of one transfer of a batch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BatchItem)]
pub(crate) struct Item {
    status: Status,
    /// Which it is, if it is in the books.
    #[schema(required)]
    transfer: Option<Transfer>,
    /// What is wrong, if it is not. Pointers begin at the batch.
    #[schema(required, value_type = Option<ProblemBody>)]
    problem: Option<Map<String, Value>>,
}

/// Where a transfer of a batch stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BatchItemStatus)]
pub(crate) enum Status {
    /// It was posted.
    Posted,
    /// Its reference was posted before, with the same content.
    AlreadyPosted,
    /// The books do not allow it.
    Refused,
    /// It is no transfer.
    Invalid,
}

impl Item {
    pub(super) fn of(currencies: &Currencies, item: BatchItem) -> Self {
        let posted = |status, transfer| Self {
            status,
            transfer: Some(Transfer::of(currencies, transfer)),
            problem: None,
        };
        let failed = |status, problem: &Problem| Self {
            status,
            transfer: None,
            problem: Some(members(problem, None)),
        };
        match item {
            BatchItem::Applied(Applied::Posted(transfer)) => posted(Status::Posted, &transfer),
            BatchItem::Applied(Applied::AlreadyPosted(transfer)) => {
                posted(Status::AlreadyPosted, &transfer)
            }
            BatchItem::Refused(refused) => failed(Status::Refused, &refusal(currencies, &refused)),
            BatchItem::Invalid(faults) => failed(Status::Invalid, &faults.into()),
        }
    }
}
