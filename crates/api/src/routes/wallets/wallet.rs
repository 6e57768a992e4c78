//! Wallets, as they are told of.

use crate::amounts::ApiAmount;
use jiff::Timestamp;
use ludger_domain::ledger;
use ludger_domain::money::Currencies;
use serde::Serialize;
use utoipa::ToSchema;

/// What you have in one currency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Wallet {
    /// Which currency.
    #[schema(example = "INR")]
    currency: String,
    /// What you can spend.
    available: ApiAmount,
    /// What is in holds.
    held: ApiAmount,
    /// Both.
    total: ApiAmount,
    /// When it last changed; `null` before the first entry.
    #[schema(required)]
    updated_at: Option<Timestamp>,
}

impl Wallet {
    pub(super) fn of(currencies: &Currencies, wallet: &ledger::Wallet) -> Self {
        let of = |minor| ApiAmount::of(currencies, wallet.currency, minor);
        Self {
            currency: wallet.currency.to_string(),
            available: of(wallet.available),
            held: of(wallet.held),
            total: of(wallet.total()),
            updated_at: wallet.updated_at,
        }
    }
}
