use super::page;
use crate::MemoryStore;
use crate::state::State;
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, UserId};
use ludger_domain::ledger::{AccountKey, AccountState, Owner, Purpose, Transaction, Wallet};
use ludger_domain::money::CurrencyCode;
use ludger_ports::read::{StatementFilter, StatementPosition, Wallets};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::collections::BTreeMap;

#[async_trait]
impl Wallets for MemoryStore {
    async fn wallets(&self, user: UserId) -> Result<Vec<Wallet>, Unavailable> {
        Ok(self.read(|state| wallets(state, user).into_values().collect()))
    }

    async fn wallet(
        &self,
        user: UserId,
        currency: CurrencyCode,
    ) -> Result<Option<Wallet>, Unavailable> {
        Ok(self.read(|state| wallets(state, user).remove(&currency)))
    }

    async fn balance_at(&self, account: AccountKey, at: Timestamp) -> Result<i64, Unavailable> {
        Ok(self.read(|state| balance_at(state, account.id(), at)))
    }

    async fn statement(
        &self,
        account: AccountKey,
        filter: &StatementFilter,
        request: PageRequest<StatementPosition>,
    ) -> Result<Page<Transaction, StatementPosition>, Unavailable> {
        let id = account.id();
        let text = filter.text.as_deref().map(str::to_lowercase);
        let end = request.after.unwrap_or(i64::MAX).max(0);
        Ok(self.read(|state| {
            let sequences = state
                .entries
                .range((id, 0)..(id, end))
                .rev()
                .map(|((_, sequence), _)| *sequence);
            let entries = sequences.filter_map(|sequence| transaction(state, account, sequence));
            let shown = entries.filter(|entry| is_shown(entry, filter, text.as_deref()));
            page(shown, request.limit, |entry| entry.sequence)
        }))
    }

    async fn transaction(
        &self,
        account: AccountKey,
        sequence: i64,
    ) -> Result<Option<Transaction>, Unavailable> {
        Ok(self.read(|state| transaction(state, account, sequence)))
    }
}

fn wallets(state: &State, user: UserId) -> BTreeMap<CurrencyCode, Wallet> {
    let mut wallets = BTreeMap::new();
    let accounts = state
        .accounts
        .values()
        .filter(|account| account.key.owner == Owner::User(user));
    for AccountState {
        key,
        balance,
        updated_at,
        ..
    } in accounts.filter(|account| account.sequence > 0)
    {
        if !matches!(key.purpose, Purpose::Available | Purpose::Held) {
            continue;
        }
        let wallet = wallets
            .entry(key.currency)
            .or_insert(Wallet::empty(key.currency));
        match key.purpose {
            Purpose::Held => wallet.held = *balance,
            _ => wallet.available = *balance,
        }
        wallet.updated_at = wallet.updated_at.max(Some(*updated_at));
    }
    wallets
}

/// Bisects the account's entries, whose numbers have no gaps and whose times never run backwards.
fn balance_at(state: &State, account: AccountId, at: Timestamp) -> i64 {
    let entry = |sequence| state.entry(*state.entries.get(&(account, sequence))?);
    let (mut posted, mut later) = (
        0,
        state
            .accounts
            .get(&account)
            .map_or(0, |account| account.sequence),
    );
    while posted < later {
        let middle = later - (later - posted) / 2;
        if entry(middle).is_some_and(|(stored, _)| stored.posted.posted_at <= at) {
            posted = middle;
        } else {
            later = middle - 1;
        }
    }
    entry(posted).map_or(0, |(_, entry)| entry.balance_after)
}

fn transaction(state: &State, account: AccountKey, sequence: i64) -> Option<Transaction> {
    let place = (account.id(), sequence);
    let (stored, entry) = state.entry(*state.entries.get(&place)?)?;
    Some(Transaction {
        account,
        sequence,
        transfer: stored.transfer.id(),
        amount: entry.amount,
        balance_after: entry.balance_after,
        category: stored.transfer.category(),
        description: stored.transfer.description().cloned(),
        metadata: stored.transfer.metadata().cloned(),
        created_at: stored.posted.posted_at,
        deleted_at: state.hidden.get(&place).copied(),
    })
}

fn is_shown(entry: &Transaction, filter: &StatementFilter, text: Option<&str>) -> bool {
    let StatementFilter {
        direction,
        category,
        from,
        to,
        text: _,
        with_hidden,
    } = filter;
    let description = || {
        entry
            .description
            .as_ref()
            .map(|text| text.as_str().to_lowercase())
            .unwrap_or_default()
    };
    (*with_hidden || entry.deleted_at.is_none())
        && direction.is_none_or(|direction| entry.direction() == direction)
        && category.is_none_or(|category| entry.category == category)
        && from.is_none_or(|from| entry.created_at >= from)
        && to.is_none_or(|to| entry.created_at < to)
        && text.is_none_or(|text| description().contains(text))
}
