//! Wallets, as they are told of.

use crate::amounts::ApiAmount;
use jiff::Timestamp;
use ludger_application::ledger::BalanceAt;
use ludger_domain::ledger;
use ludger_domain::money::{Currencies, CurrencyCode};
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
    /// The instant that was asked about; `null`: now.
    #[schema(required)]
    at: Option<Timestamp>,
    /// When it last changed; `null` before the first entry, and for past instants.
    #[schema(required)]
    updated_at: Option<Timestamp>,
}

impl Wallet {
    /// As it is now.
    pub(super) fn now(currencies: &Currencies, wallet: &ledger::Wallet) -> Self {
        let of = |minor| ApiAmount::of(currencies, wallet.currency, minor);
        Self {
            currency: wallet.currency.to_string(),
            available: of(wallet.available),
            held: of(wallet.held),
            total: of(wallet.total()),
            at: None,
            updated_at: wallet.updated_at,
        }
    }

    /// As it was.
    pub(super) fn at(currencies: &Currencies, balance: &BalanceAt) -> Self {
        let code: CurrencyCode = balance.available.currency;
        let (available, held) = (balance.available.minor, balance.held.minor);
        let past = ledger::Wallet { currency: code, available, held, updated_at: None };
        Self { at: Some(balance.at), ..Self::now(currencies, &past) }
    }
}
