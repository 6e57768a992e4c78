use crate::{Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Wallet};
use ludger_domain::money::{Amount, Currencies, Currency};
use ludger_ports::read::Wallets;
use std::sync::Arc;

/// What a user has.
pub struct ReadWallets {
    wallets: Arc<dyn Wallets>,
    currencies: Currencies,
}

/// What a user had in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceAt {
    /// When.
    pub at: Timestamp,
    /// What could be spent.
    pub available: Amount,
    /// What was in holds.
    pub held: Amount,
}

/// Why a wallet is not shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum WalletError {
    /// The deployment has no such currency.
    #[error("there is no currency {0}")]
    UnknownCurrency(String),
    /// Nobody's fault.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ReadWallets {
    /// Takes what it needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            wallets: ports.wallets.clone(),
            currencies: settings.currencies.clone(),
        }
    }

    /// One wallet for each currency of the deployment, in its order; those that never held anything are empty.
    pub async fn list(&self, user: UserId) -> Result<Vec<Wallet>, Outage> {
        let held = self.wallets.wallets(user).await?;
        let of = |currency: Currency| {
            let known = held
                .iter()
                .copied()
                .find(|wallet| wallet.currency == currency.code);
            known.unwrap_or_else(|| Wallet::empty(currency.code))
        };
        Ok(self.currencies.iter().map(of).collect())
    }

    /// The wallet of one currency; an empty one if it never held anything.
    pub async fn get(&self, user: UserId, currency: &str) -> Result<Wallet, WalletError> {
        let code = find_currency(&self.currencies, currency)?.code;
        let wallet = self
            .wallets
            .wallet(user, code)
            .await
            .map_err(Outage::from)?;
        Ok(wallet.unwrap_or_else(|| Wallet::empty(code)))
    }

    /// What the wallet held right after the last entry that was posted at or before `at`.
    pub async fn balance_at(
        &self,
        user: UserId,
        currency: &str,
        at: Timestamp,
    ) -> Result<BalanceAt, WalletError> {
        let currency = find_currency(&self.currencies, currency)?;
        let available = self
            .balance_of(AccountKey::available(user, currency.code), at)
            .await?;
        let held = self
            .balance_of(AccountKey::held(user, currency.code), at)
            .await?;
        Ok(BalanceAt {
            at,
            available: currency.amount(available),
            held: currency.amount(held),
        })
    }

    async fn balance_of(&self, account: AccountKey, at: Timestamp) -> Result<i64, Outage> {
        Ok(self.wallets.balance_at(account, at).await?)
    }
}

pub(super) fn find_currency(currencies: &Currencies, code: &str) -> Result<Currency, WalletError> {
    currencies
        .get(code)
        .ok_or_else(|| WalletError::UnknownCurrency(code.to_owned()))
}
