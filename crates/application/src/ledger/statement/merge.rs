//! Statements of several accounts as one.

use super::{StatementBound, StatementCursor, TransactionFilter};
use crate::Outage;
use futures::future::try_join_all;
use ludger_domain::ledger::{AccountKey, Transaction};
use ludger_ports::read::{StatementFilter, StatementPosition, Wallets};
use ludger_ports::{Page, PageRequest};
use std::cmp::Reverse;
use std::sync::Arc;

type Part = Page<Transaction, StatementPosition>;

/// The accounts of one user, read together. There is one for each currency at most.
#[derive(Clone)]
pub(in super::super) struct MergedStatement {
    wallets: Arc<dyn Wallets>,
    accounts: Vec<AccountKey>,
    filter: StatementFilter,
}

impl MergedStatement {
    pub(in super::super) fn new(
        wallets: &Arc<dyn Wallets>,
        accounts: Vec<AccountKey>,
        filter: &TransactionFilter,
    ) -> Self {
        Self {
            wallets: wallets.clone(),
            accounts,
            filter: filter.entries.clone(),
        }
    }

    /// Up to `limit` transactions, newest first. A currency without a bound in the cursor is finished.
    pub(in super::super) async fn page(
        &self,
        after: Option<&[StatementBound]>,
        limit: usize,
    ) -> Result<Page<Transaction, StatementCursor>, Outage> {
        let parts = self.accounts.iter().filter_map(|account| {
            let bound = |cursor: &[StatementBound]| {
                let bound = cursor
                    .iter()
                    .find(|bound| bound.currency == account.currency);
                bound.map(|bound| bound.before)
            };
            let after = match after.map(bound) {
                None => None,
                Some(Some(before)) => Some(before),
                Some(None) => return None,
            };
            let request = PageRequest { after, limit };
            Some(self.wallets.statement(*account, &self.filter, request))
        });
        Ok(merge(try_join_all(parts).await?, limit))
    }
}

/// The newest `limit` transactions of all parts. Each part holds up to `limit` of its own, so nothing newer is missing.
fn merge(parts: Vec<Part>, limit: usize) -> Page<Transaction, StatementCursor> {
    let edges: Vec<_> = parts.iter().filter_map(Edges::of).collect();
    let mut items: Vec<_> = parts.into_iter().flat_map(|part| part.items).collect();
    // Within an account time never runs backwards, so this keeps the order of each.
    items.sort_by_key(|item| {
        (
            Reverse(item.created_at),
            item.account.currency,
            Reverse(item.sequence),
        )
    });
    items.truncate(limit);
    let next: Vec<_> = edges
        .iter()
        .filter_map(|edges| edges.bound_behind(&items))
        .collect();
    Page {
        items,
        next: (!next.is_empty()).then_some(next),
    }
}

/// Where a part that was read begins and ends.
struct Edges {
    account: AccountKey,
    newest: i64,
    oldest: i64,
    has_more: bool,
}

impl Edges {
    fn of(part: &Part) -> Option<Self> {
        let (first, last) = (part.items.first()?, part.items.last()?);
        Some(Self {
            account: first.account,
            newest: first.sequence,
            oldest: last.sequence,
            has_more: part.next.is_some(),
        })
    }

    /// Where to go on when `taken` was shown; `None`: this part is finished.
    fn bound_behind(&self, taken: &[Transaction]) -> Option<StatementBound> {
        let last = taken.iter().rev().find(|item| item.account == self.account);
        // Of a part that none was taken of, what is newer than its first item was not there when the list began.
        let before = last.map_or(self.newest.saturating_add(1), |item| item.sequence);
        let left = self.has_more || before > self.oldest;
        left.then_some(StatementBound {
            currency: self.account.currency,
            before,
        })
    }
}
