//! Recomputes what the ledger wrote: along each chain, then along each account.

use crate::state::State;
use ludger_domain::ledger::{AccountCheck, AccountState, ChainCheck, Discrepancy, Sealed};
use ludger_ports::read::Verification;

pub(super) fn verify(state: &State, discrepancies_max: usize) -> Verification {
    let chains = state
        .heads
        .values()
        .filter_map(|head| check_chain(state, *head).err());
    let accounts = state
        .accounts
        .values()
        .filter_map(|account| check_account(state, account).err());
    let discrepancies = chains
        .chain(accounts)
        .chain(strays(state))
        .take(discrepancies_max)
        .collect();
    Verification {
        transfers: count(state.transfers.len()),
        entries: count(state.entries.len()),
        accounts: count(state.accounts.len()),
        discrepancies,
    }
}

fn check_chain(state: &State, head: Sealed) -> Result<(), Discrepancy> {
    let shard = head.shard;
    let mut check = ChainCheck::start(shard);
    let ids = state
        .chain
        .range((shard, i64::MIN)..=(shard, i64::MAX))
        .map(|(_, id)| id);
    for stored in ids.filter_map(|id| state.transfers.get(id)) {
        check.next(
            stored.sealed,
            stored.transfer.id(),
            Ok(&stored.transfer),
            &stored.posted,
        )?;
    }
    check.finish(head)
}

fn check_account(state: &State, account: &AccountState) -> Result<(), Discrepancy> {
    let id = account.key.id();
    let mut check = AccountCheck::start(id);
    for (_, at) in state.entries.range((id, i64::MIN)..=(id, i64::MAX)) {
        if let Some((stored, entry)) = state.entry(*at) {
            check.next(at.transfer, stored.posted.posted_at, entry)?;
        }
    }
    check.finish(account)
}

/// Entries without an account or a transfer.
fn strays(state: &State) -> Option<Discrepancy> {
    let mut strays = state.entries.iter().filter(|((account, _), at)| {
        !state.accounts.contains_key(account) || state.entry(**at).is_none()
    });
    let (_, first) = strays.next()?;
    Some(Discrepancy::Stray {
        entries: count(strays.count()).saturating_add(1),
        transfer: first.transfer,
    })
}

fn count(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}
