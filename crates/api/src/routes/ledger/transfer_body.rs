//! Transfers, as they are asked for.

use super::account::Account;
use crate::words;
use ludger_application::ledger::{EntryDraft, TransferDraft};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A transfer to be posted.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTransfer {
    /// Any but `admin_adjustment` and `reversal`.
    #[schema(schema_with = words::category)]
    category: String,
    /// For people: 1 to 255 characters.
    #[schema(example = "round 3", min_length = 1, max_length = 255)]
    description: Option<String>,
    /// For machines: up to 4 KiB.
    #[schema(value_type = Option<Object>)]
    metadata: Option<Value>,
    /// What it is the payment of, once for ever: the same again with the same content gives the first transfer.
    #[schema(
        example = "round/3/ada",
        min_length = 1,
        max_length = 200,
        pattern = "^[!-~]*$"
    )]
    reference: Option<String>,
    /// When it happened; left out: now. Not before 1970, and not more than a day ahead.
    #[schema(value_type = Option<Timestamp>)]
    occurred_at: Option<String>,
    /// Two or more; they sum to zero in each currency.
    #[schema(min_items = 2)]
    entries: Vec<NewEntry>,
}

/// What a transfer changes in one account.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEntry {
    account: Account,
    /// Signed decimal; positive: the account gets.
    #[schema(example = "-12.50", pattern = r"^-?[0-9]+(\.[0-9]+)?$")]
    amount: String,
    #[schema(example = "INR", pattern = "^[A-Z0-9]{3,10}$")]
    currency: String,
}

impl From<NewTransfer> for TransferDraft {
    fn from(new: NewTransfer) -> Self {
        let NewTransfer {
            category,
            description,
            metadata,
            reference,
            occurred_at,
            entries,
        } = new;
        let entries = entries.into_iter().map(EntryDraft::from).collect();
        Self {
            category,
            description,
            metadata,
            reference,
            occurred_at,
            entries,
        }
    }
}

impl From<NewEntry> for EntryDraft {
    fn from(
        NewEntry {
            account,
            amount,
            currency,
        }: NewEntry,
    ) -> Self {
        Self {
            account: account.into(),
            amount,
            currency,
        }
    }
}
