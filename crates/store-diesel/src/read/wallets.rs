//! What users see of the ledger: their balances, and the entries behind them.

use super::rows::AccountRow;
use super::statement::{self, Newest};
use crate::DieselStore;
use crate::connection::Connection;
use crate::dialect::key;
use crate::gather::Found;
use crate::schema::accounts;
use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, UserId};
use ludger_domain::ledger::{AccountKey, AccountState, Purpose, Transaction, Wallet};
use ludger_domain::money::CurrencyCode;
use ludger_ports::read::{StatementFilter, StatementPosition, Wallets};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::collections::{BTreeMap, HashMap};

/// One statement, however many wallets, so each is of one moment.
pub(crate) fn wallets_by_owner(
    conn: &mut Connection,
    owners: &[(UserId, CurrencyCode)],
) -> QueryResult<Found<(UserId, CurrencyCode), Wallet>> {
    let accounts = owners.iter().flat_map(|(user, currency)| {
        [
            AccountKey::available(*user, *currency),
            AccountKey::held(*user, *currency),
        ]
    });
    let rows: Vec<AccountRow> = accounts::table
        .filter(accounts::id.eq_any(accounts.map(|account| key(account.id()))))
        .select(AccountRow::as_select())
        .load(conn)?;
    let mut states: HashMap<AccountId, QueryResult<AccountState>> = rows
        .into_iter()
        .map(|row| (row.id, row.try_into()))
        .collect();
    let mut wallet = |user, currency| {
        let mut wallet = Wallet::empty(currency);
        for account in [
            AccountKey::available(user, currency),
            AccountKey::held(user, currency),
        ] {
            if let Some(state) = states.remove(&account.id()) {
                add(&mut wallet, &state?);
            }
        }
        Ok(wallet)
    };
    let found = owners
        .iter()
        .map(|(user, currency)| ((*user, *currency), wallet(*user, *currency)));
    Ok(found.collect())
}

#[async_trait]
impl Wallets for DieselStore {
    async fn wallets(&self, user: UserId) -> Result<Vec<Wallet>, Unavailable> {
        self.reader
            .run(move |conn| {
                let mut wallets = BTreeMap::new();
                for account in accounts_of(conn, user)? {
                    add(
                        wallets
                            .entry(account.key.currency)
                            .or_insert(Wallet::empty(account.key.currency)),
                        &account,
                    );
                }
                Ok(wallets.into_values().collect())
            })
            .await
    }

    async fn wallet(
        &self,
        user: UserId,
        currency: CurrencyCode,
    ) -> Result<Option<Wallet>, Unavailable> {
        let wallet = self.wallets.get((user, currency)).await?;
        Ok(wallet.filter(|wallet| wallet.updated_at.is_some()))
    }

    async fn balance_at(&self, account: AccountKey, at: Timestamp) -> Result<i64, Unavailable> {
        self.reader
            .run(move |conn| statement::balance_at(conn, account.id(), at))
            .await
    }

    async fn statement(
        &self,
        account: AccountKey,
        filter: &StatementFilter,
        page: PageRequest<StatementPosition>,
    ) -> Result<Page<Transaction, StatementPosition>, Unavailable> {
        let found = if *filter == StatementFilter::default() {
            let newest = Newest {
                account,
                before: page.after,
                limit: page.limit,
            };
            self.newest.get(newest).await?.unwrap_or_default()
        } else {
            let filter = filter.clone();
            self.reader
                .run(move |conn| statement::load(conn, account, &filter, page))
                .await?
        };
        Ok(Page::cut(found, page.limit, |transaction| {
            transaction.sequence
        }))
    }

    async fn transaction(
        &self,
        account: AccountKey,
        sequence: i64,
    ) -> Result<Option<Transaction>, Unavailable> {
        self.reader
            .run(move |conn| statement::find(conn, account, sequence))
            .await
    }
}

fn accounts_of(conn: &mut Connection, user: UserId) -> QueryResult<Vec<AccountState>> {
    let purposes = [Purpose::Available, Purpose::Held].map(|purpose| purpose.to_string());
    let rows: Vec<AccountRow> = accounts::table
        .filter(accounts::owner_id.eq(key(user)))
        .filter(accounts::purpose.eq_any(purposes))
        .filter(accounts::sequence.gt(0))
        .select(AccountRow::as_select())
        .load(conn)?;
    rows.into_iter().map(AccountState::try_from).collect()
}

fn add(wallet: &mut Wallet, account: &AccountState) {
    match account.key.purpose {
        Purpose::Held => wallet.held = account.balance,
        _ => wallet.available = account.balance,
    }
    if account.sequence > 0 {
        wallet.updated_at = wallet.updated_at.max(Some(account.updated_at));
    }
}
