//! A transfer as those who may see all of it see it.

use super::account::AccountName;
use crate::amounts;
use ludger_application::ledger::{EntryView, TransferView};
use ludger_domain::Timestamp;
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::{Category, Description, Metadata, Reference};
use ludger_domain::money::{Currencies, CurrencyCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A transfer that is in the books.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Transfer)]
pub(super) struct TransferBody {
    #[schema(value_type = Uuid)]
    id: TransferId,
    /// What it is for.
    #[schema(value_type = String, example = "bet")]
    category: Category,
    /// For people.
    #[schema(value_type = Option<String>, required, example = "On Heads")]
    description: Option<Description>,
    /// For machines: an object.
    #[schema(value_type = Option<Object>, required)]
    metadata: Option<Metadata>,
    /// What it is the payment of.
    #[schema(value_type = Option<String>, required, example = "bet/77")]
    reference: Option<Reference>,
    /// When it happened in the world.
    occurred_at: Timestamp,
    /// When the ledger applied it.
    posted_at: Timestamp,
    /// The transfer that it undoes.
    #[schema(value_type = Option<Uuid>, required)]
    reverses: Option<TransferId>,
    /// The transfer that undid it. The answer to a posting tells what was so when it was posted: `null`.
    #[schema(value_type = Option<Uuid>, required)]
    reversed_by: Option<TransferId>,
    /// In the order in which they were given.
    entries: Vec<EntryBody>,
}

/// One entry of a transfer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
struct EntryBody {
    account: AccountName,
    /// Positive: the account got; negative: it gave.
    #[schema(example = "-12.50")]
    amount: String,
    #[schema(value_type = String, example = "INR")]
    currency: CurrencyCode,
    /// Its number in the account: 1, 2, 3, … without gaps.
    #[schema(example = 12)]
    sequence: i64,
    /// What the account held right after it.
    #[schema(example = "37.50")]
    balance_after: String,
}

impl TransferBody {
    pub(super) fn of(view: TransferView, currencies: &Currencies) -> Self {
        let entry = |entry: EntryView| {
            let currency = entry.account.currency;
            EntryBody {
                account: entry.account.into(),
                amount: amounts::text(currencies, currency, entry.amount.minor),
                currency,
                sequence: entry.sequence,
                balance_after: amounts::text(currencies, currency, entry.balance_after.minor),
            }
        };
        Self {
            id: view.id,
            category: view.category,
            description: view.description,
            metadata: view.metadata,
            reference: view.reference,
            occurred_at: view.occurred_at,
            posted_at: view.posted_at,
            reverses: view.reverses,
            reversed_by: view.reversed_by,
            entries: view.entries.into_iter().map(entry).collect(),
        }
    }
}
