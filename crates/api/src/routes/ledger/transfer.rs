//! Transfers, as they are told of.

use super::account::Account;
use crate::amounts::{self, ApiAmount};
use crate::words;
use jiff::Timestamp;
use ludger_application::ledger::{EntryView, TransferView};
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::Category;
use ludger_domain::money::Currencies;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A transfer in the books.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Transfer {
    /// Unique.
    #[schema(value_type = Uuid)]
    pub(super) id: TransferId,
    /// What it is for.
    #[schema(schema_with = words::category)]
    category: Category,
    /// For people.
    #[schema(required)]
    description: Option<String>,
    /// For machines.
    #[schema(required, value_type = Option<Object>)]
    metadata: Option<Value>,
    /// What it is the payment of.
    #[schema(required)]
    reference: Option<String>,
    /// When it happened in the world.
    occurred_at: Timestamp,
    /// When the ledger applied it.
    posted_at: Timestamp,
    /// The transfer that it undoes.
    #[schema(required, value_type = Option<Uuid>)]
    reverses: Option<TransferId>,
    /// The transfer that undid it.
    #[schema(required, value_type = Option<Uuid>)]
    reversed_by: Option<TransferId>,
    /// In the order in which they were given.
    entries: Vec<Entry>,
}

/// What a transfer changed in one account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PostedEntry)]
pub(crate) struct Entry {
    account: Account,
    /// Signed; positive: the account got.
    #[schema(example = "-12.50")]
    amount: String,
    #[schema(example = "INR")]
    currency: String,
    /// Its number in the account.
    sequence: i64,
    /// What was in the account after it.
    balance_after: ApiAmount,
}

impl Transfer {
    pub(crate) fn of(currencies: &Currencies, view: &TransferView) -> Self {
        Self {
            id: view.id,
            category: view.category,
            description: view.description.clone().map(Into::into),
            metadata: view.metadata.clone().map(Into::into),
            reference: view.reference.clone().map(Into::into),
            occurred_at: view.occurred_at,
            posted_at: view.posted_at,
            reverses: view.reverses,
            reversed_by: view.reversed_by,
            entries: view
                .entries
                .iter()
                .map(|entry| Entry::of(currencies, entry))
                .collect(),
        }
    }
}

impl Entry {
    fn of(currencies: &Currencies, entry: &EntryView) -> Self {
        let currency = entry.amount.currency;
        Self {
            account: entry.account.into(),
            amount: amounts::text(currencies, currency, entry.amount.minor),
            currency: currency.to_string(),
            sequence: entry.sequence,
            balance_after: ApiAmount::of(currencies, currency, entry.balance_after.minor),
        }
    }
}
