use crate::Outage;
use ludger_domain::Timestamp;
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::{Category, Description, Direction, Metadata, Purpose, Transaction};
use ludger_domain::money::{Currencies, CurrencyCode};
use serde::Serialize;

/// A transaction as a line of a file; the order of the fields is the order of the columns.
#[derive(Debug, Serialize)]
pub(super) struct Record<'a> {
    pub(super) transfer_id: TransferId,
    pub(super) currency: CurrencyCode,
    pub(super) account: Purpose,
    pub(super) sequence: i64,
    #[serde(rename = "type")]
    pub(super) direction: Direction,
    /// Positive.
    pub(super) amount: String,
    pub(super) balance_after: String,
    pub(super) category: Category,
    pub(super) description: Option<&'a str>,
    pub(super) metadata: Option<&'a Metadata>,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) deleted_at: Option<Timestamp>,
}

impl<'a> Record<'a> {
    pub(super) fn of(item: &'a Transaction, currencies: &Currencies) -> Result<Self, Outage> {
        let code = item.account.currency;
        let currency = currencies
            .by_code(code)
            .ok_or_else(|| Outage::broken(code))?;
        Ok(Self {
            transfer_id: item.transfer,
            currency: code,
            account: item.account.purpose,
            sequence: item.sequence,
            direction: item.direction(),
            amount: currency.format(item.magnitude().minor),
            balance_after: currency.format(item.balance_after),
            category: item.category,
            description: item.description.as_ref().map(Description::as_str),
            metadata: item.metadata.as_ref(),
            created_at: item.created_at,
            updated_at: item.updated_at(),
            deleted_at: item.deleted_at,
        })
    }
}
