//! Statements that are not what the ledger has.

use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Transaction, Wallet};
use ludger_domain::money::CurrencyCode;
use ludger_ports::read::{StatementFilter, StatementPosition, Wallets};
use ludger_ports::{Page, PageRequest, Unavailable};
use ludger_store_memory::MemoryStore;
use std::sync::Arc;

/// A page out of a whole statement.
pub(super) type Twist =
    fn(Vec<Transaction>, PageRequest<StatementPosition>) -> Page<Transaction, StatementPosition>;

/// Tells the truth but for its statements.
pub(super) struct Twisted {
    pub(super) store: Arc<MemoryStore>,
    pub(super) twist: Twist,
}

/// Counts how many were seen, which others make wrong.
pub(super) fn by_offset(
    all: Vec<Transaction>,
    request: PageRequest<StatementPosition>,
) -> Page<Transaction, StatementPosition> {
    let (length, seen) = (
        all.len(),
        usize::try_from(request.after.unwrap_or(0)).unwrap_or(0),
    );
    let items: Vec<_> = all.into_iter().skip(seen).take(request.limit).collect();
    let end = seen + items.len();
    Page {
        items,
        next: (end < length).then(|| i64::try_from(end).unwrap_or(i64::MAX)),
    }
}

/// Loses the oldest entry.
pub(super) fn without_the_first(
    all: Vec<Transaction>,
    request: PageRequest<StatementPosition>,
) -> Page<Transaction, StatementPosition> {
    let is_behind = |entry: &Transaction| request.after.is_none_or(|after| entry.sequence < after);
    let kept = all
        .into_iter()
        .filter(|entry| entry.sequence > 1 && is_behind(entry));
    Page::cut(kept.collect(), request.limit, |entry| entry.sequence)
}

#[async_trait]
impl Wallets for Twisted {
    async fn statement(
        &self,
        account: AccountKey,
        filter: &StatementFilter,
        request: PageRequest<StatementPosition>,
    ) -> Result<Page<Transaction, StatementPosition>, Unavailable> {
        let whole = PageRequest {
            after: None,
            limit: 10_000,
        };
        let all = self.store.statement(account, filter, whole).await?;
        Ok((self.twist)(all.items, request))
    }

    async fn wallets(&self, user: UserId) -> Result<Vec<Wallet>, Unavailable> {
        self.store.wallets(user).await
    }

    async fn wallet(
        &self,
        user: UserId,
        currency: CurrencyCode,
    ) -> Result<Option<Wallet>, Unavailable> {
        self.store.wallet(user, currency).await
    }

    async fn balance_at(&self, account: AccountKey, at: Timestamp) -> Result<i64, Unavailable> {
        self.store.balance_at(account, at).await
    }

    async fn transaction(
        &self,
        account: AccountKey,
        sequence: i64,
    ) -> Result<Option<Transaction>, Unavailable> {
        self.store.transaction(account, sequence).await
    }
}
