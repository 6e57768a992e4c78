use super::{AccountKey, Category, Description, Metadata};
use crate::Timestamp;
use crate::ids::TransferId;
use crate::money::{Amount, CurrencyCode};
use serde::{Deserialize, Serialize};

/// What a user sees of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wallet {
    /// Which currency.
    pub currency: CurrencyCode,
    /// Minor units that can be spent.
    pub available: i64,
    /// Minor units in holds.
    pub held: i64,
    /// When either last changed; `None` before the first entry.
    pub updated_at: Option<Timestamp>,
}

impl Wallet {
    /// A wallet that never held anything.
    pub const fn empty(currency: CurrencyCode) -> Self {
        Self {
            currency,
            available: 0,
            held: 0,
            updated_at: None,
        }
    }

    /// Minor units that are the user's: available and held.
    pub const fn total(&self) -> i64 {
        self.available.saturating_add(self.held)
    }
}

/// Which way value went, as the account's owner sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// In.
    Credit,
    /// Out.
    Debit,
}

impl Direction {
    /// The name in JSON and CSV.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Debit => "debit",
        }
    }
}

/// What a user sees of one entry. Unique by account and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The account that it changed.
    pub account: AccountKey,
    /// Its number in that account: 1, 2, 3, …
    pub sequence: i64,
    /// The transfer that it is part of.
    pub transfer: TransferId,
    /// Signed minor units.
    pub amount: i64,
    /// Minor units on the account after it.
    pub balance_after: i64,
    /// What the transfer is for.
    pub category: Category,
    /// For people.
    pub description: Option<Description>,
    /// For machines.
    pub metadata: Option<Metadata>,
    /// When the ledger applied it.
    pub created_at: Timestamp,
    /// When the user hid it from their own statement. The ledger keeps it.
    pub deleted_at: Option<Timestamp>,
}

impl Transaction {
    /// Which way the value went.
    pub const fn direction(&self) -> Direction {
        if self.amount.is_negative() {
            Direction::Debit
        } else {
            Direction::Credit
        }
    }

    /// The amount without its sign; i64::MIN, which has none, reads as i64::MAX.
    pub const fn magnitude(&self) -> Amount {
        Amount {
            minor: self.amount.saturating_abs(),
            currency: self.account.currency,
        }
    }

    /// When the user's view of it last changed.
    pub const fn updated_at(&self) -> Timestamp {
        match self.deleted_at {
            Some(at) => at,
            None => self.created_at,
        }
    }
}
