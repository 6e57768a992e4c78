use super::TransactionError;
use crate::ledger::WalletError;
use crate::ledger::wallets::find_currency;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::AccountKey;
use ludger_domain::money::{Currencies, CurrencyCode};
use ludger_ports::read::StatementFilter;

/// Which account of a wallet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WalletAccount {
    /// What can be spent.
    #[default]
    Available,
    /// What is in holds.
    Held,
}

/// Which transactions; every part narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransactionFilter {
    /// Of this currency; else of all.
    pub currency: Option<String>,
    /// Of this account.
    pub account: WalletAccount,
    /// With these properties.
    pub entries: StatementFilter,
}

/// What one of a user's transactions is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionKey {
    /// The wallet.
    pub currency: String,
    /// The account of it.
    pub account: WalletAccount,
    /// The entry's number in the account.
    pub sequence: i64,
}

impl WalletAccount {
    /// The account itself.
    pub const fn of(self, user: UserId, currency: CurrencyCode) -> AccountKey {
        match self {
            Self::Available => AccountKey::available(user, currency),
            Self::Held => AccountKey::held(user, currency),
        }
    }
}

impl TransactionFilter {
    pub(in crate::ledger) fn accounts(
        &self,
        user: UserId,
        currencies: &Currencies,
    ) -> Result<Vec<AccountKey>, WalletError> {
        Ok(match &self.currency {
            Some(code) => vec![self.account.of(user, find_currency(currencies, code)?.code)],
            None => currencies
                .iter()
                .map(|c| self.account.of(user, c.code))
                .collect(),
        })
    }
}

impl TransactionKey {
    pub(in crate::ledger) fn account(
        &self,
        user: UserId,
        currencies: &Currencies,
    ) -> Result<AccountKey, TransactionError> {
        let currency = currencies
            .get(&self.currency)
            .ok_or(TransactionError::NotFound)?;
        Ok(self.account.of(user, currency.code))
    }
}
