//! A user's transactions, over all of their currencies.
//!
//! The ledger numbers entries per account, so a statement over many currencies is one statement for each, merged by
//! time. A cursor says for each currency below which number to go on. Entries that are posted while somebody reads get
//! higher numbers, so they appear on no later page, and nothing is seen twice or missed.

mod filter;
mod merge;

use super::WalletError;
use crate::{Outage, Ports, Settings};
pub use filter::{TransactionFilter, TransactionKey, WalletAccount};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::Transaction;
use ludger_domain::money::{Currencies, CurrencyCode};
use ludger_ports::read::Wallets;
use ludger_ports::{Page, PageRequest};
pub(super) use merge::MergedStatement;
use std::sync::Arc;

/// Lists and shows transactions.
pub struct ReadTransactions {
    wallets: Arc<dyn Wallets>,
    currencies: Currencies,
}

/// Where a list goes on: one bound for each currency that has more. Plain data; whoever hands it out signs it.
pub type StatementCursor = Vec<StatementBound>;

/// Where a list goes on in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementBound {
    /// Which currency.
    pub currency: CurrencyCode,
    /// Entries with smaller numbers are still to come.
    pub before: i64,
}

/// Why a transaction is not shown or hidden.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TransactionError {
    /// There is none, or it is another user's.
    #[error("there is no such transaction")]
    NotFound,
    /// Nobody's fault.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ReadTransactions {
    /// The most transactions of one page.
    pub const LIMIT_MAX: usize = 100;

    /// Takes what it needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            wallets: ports.wallets.clone(),
            currencies: settings.currencies.clone(),
        }
    }

    /// Newest first. A limit out of 1 to [`Self::LIMIT_MAX`] is moved there.
    pub async fn list(
        &self,
        user: UserId,
        filter: &TransactionFilter,
        page: PageRequest<StatementCursor>,
    ) -> Result<Page<Transaction, StatementCursor>, WalletError> {
        let limit = page.limit.clamp(1, Self::LIMIT_MAX);
        let accounts = filter.accounts(user, &self.currencies)?;
        let statement = MergedStatement::new(&self.wallets, accounts, filter);
        Ok(statement.page(page.after.as_deref(), limit).await?)
    }

    /// One transaction, hidden or not.
    pub async fn get(
        &self,
        user: UserId,
        key: &TransactionKey,
    ) -> Result<Transaction, TransactionError> {
        let account = key.account(user, &self.currencies)?;
        let found = self
            .wallets
            .transaction(account, key.sequence)
            .await
            .map_err(Outage::from)?;
        found.ok_or(TransactionError::NotFound)
    }
}
