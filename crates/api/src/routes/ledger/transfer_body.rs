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
#[schema(example = json!({
    "category": "deposit",
    "description": "paid in by card",
    "reference": "card/4711",
    "entries": [
        {"account": {"system": "clearing/card"}, "amount": "-12.50", "currency": "INR"},
        {"account": {"user": "0198c5f0-7a00-7000-8000-000000000001"}, "amount": "12.50", "currency": "INR"},
    ],
}))]
pub(crate) struct NewTransfer {
    /// Any but `admin_adjustment` and `reversal`.
    #[schema(schema_with = words::category_of_services)]
    category: String,
    /// For people: 1 to 255 characters.
    // Unlike other texts it may be spaces alone, so its pattern stands here.
    #[schema(
        example = "round 3",
        min_length = 1,
        max_length = 255,
        pattern = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
    )]
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
    #[schema(min_items = 2, max_items = 1000)]
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
