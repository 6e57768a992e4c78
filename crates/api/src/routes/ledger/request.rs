//! A transfer as a service writes it. Everything is text: the use case checks it all at once, and points to each fault.

use super::account::AccountName;
use ludger_application::ledger::{EntryDraft, TransferDraft};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A transfer that is asked for.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTransfer, example = json!({
    "category": "bet",
    "description": "On Heads",
    "reference": "bet/77",
    "entries": [
        {
            "account": { "user": "01980000-0000-7000-8000-000000000001" },
            "amount": "-12.50", "currency": "INR",
        },
        { "account": { "system": "house" }, "amount": "12.50", "currency": "INR" },
    ],
}))]
pub(super) struct NewTransfer {
    /// Any but `admin_adjustment` and `reversal`, which have operations of their own.
    #[schema(example = "bet")]
    category: String,
    /// For people; up to 255 characters.
    description: Option<String>,
    /// For machines: an object of up to 4 KiB.
    #[schema(value_type = Option<Object>)]
    metadata: Option<Value>,
    /// What it is the payment of, once for ever: up to 200 visible ASCII characters.
    #[schema(example = "quiz-reward/77/1")]
    reference: Option<String>,
    /// When it happened, in RFC 3339; else now. Not before 1970 and not more than a day ahead.
    #[schema(example = "2026-01-31T12:00:00Z")]
    occurred_at: Option<String>,
    /// 2 or more, one for each account. They sum to zero in each currency.
    entries: Vec<NewEntry>,
}

/// One signed amount on one account.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEntry {
    account: AccountName,
    /// Decimal text in the currency's scale. Positive: the account gets; negative: it gives.
    #[schema(example = "-12.50")]
    amount: String,
    /// The code of the currency.
    #[schema(example = "INR")]
    currency: String,
}

impl From<NewTransfer> for TransferDraft {
    fn from(asked: NewTransfer) -> Self {
        Self {
            category: asked.category,
            description: asked.description,
            metadata: asked.metadata,
            reference: asked.reference,
            occurred_at: asked.occurred_at,
            entries: asked.entries.into_iter().map(EntryDraft::from).collect(),
        }
    }
}

impl From<NewEntry> for EntryDraft {
    fn from(asked: NewEntry) -> Self {
        Self {
            account: asked.account.into(),
            amount: asked.amount,
            currency: asked.currency,
        }
    }
}
