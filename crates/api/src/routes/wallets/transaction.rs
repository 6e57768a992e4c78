//! Transactions, as they are told of.

use crate::amounts::ApiAmount;
use crate::words;
use jiff::Timestamp;
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::{self, Category, Direction};
use ludger_domain::money::Currencies;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What one transfer changed in one of your accounts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Transaction {
    /// The transfer that it is part of.
    #[schema(value_type = Uuid)]
    transfer_id: TransferId,
    /// Which wallet.
    #[schema(example = "INR")]
    currency: String,
    /// What you can spend, or what is in holds.
    #[schema(schema_with = words::account)]
    account: String,
    /// Its number in that account: 1, 2, 3, …
    sequence: i64,
    /// In or out.
    #[serde(rename = "type")]
    #[schema(schema_with = words::direction)]
    direction: Direction,
    /// Positive.
    amount: ApiAmount,
    /// What was in the account after it.
    balance_after: ApiAmount,
    /// What it is for.
    #[schema(schema_with = words::category)]
    category: Category,
    /// For people.
    #[schema(required)]
    description: Option<String>,
    /// For machines.
    #[schema(required, value_type = Option<Object>)]
    metadata: Option<Value>,
    /// When the ledger applied it.
    created_at: Timestamp,
    /// When your view of it last changed.
    updated_at: Timestamp,
    /// When you hid it; the ledger keeps it.
    #[schema(required)]
    deleted_at: Option<Timestamp>,
}

impl Transaction {
    pub(super) fn of(currencies: &Currencies, transaction: ledger::Transaction) -> Self {
        let currency = transaction.account.currency;
        let of = |minor| ApiAmount::of(currencies, currency, minor);
        Self {
            transfer_id: transaction.transfer,
            currency: currency.to_string(),
            account: transaction.account.purpose.to_string(),
            sequence: transaction.sequence,
            direction: transaction.direction(),
            amount: of(transaction.magnitude().minor),
            balance_after: of(transaction.balance_after),
            category: transaction.category,
            created_at: transaction.created_at,
            updated_at: transaction.updated_at(),
            deleted_at: transaction.deleted_at,
            description: transaction.description.map(Into::into),
            metadata: transaction.metadata.map(Into::into),
        }
    }
}
