//! Reads: each takes the lock, looks, and gives copies.

mod accounts;
mod audit;
mod bank;
mod boards;
mod export;
mod idempotency;
mod jobs;
mod ledger;
mod media;
mod quizzes;
mod sessions;
mod stars;
mod streams;
mod traces;
mod verify;
mod wallets;

use crate::MemoryStore;
use crate::state::State;
use ludger_ports::Page;
use std::ops::Bound;

impl MemoryStore {
    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state())
    }
}

/// The keys behind the last one seen.
fn behind<K>(after: Option<K>) -> (Bound<K>, Bound<K>) {
    (
        after.map_or(Bound::Unbounded, Bound::Excluded),
        Bound::Unbounded,
    )
}

/// The keys before the last one seen, for lists that run backwards.
fn before<K>(after: Option<K>) -> (Bound<K>, Bound<K>) {
    (
        Bound::Unbounded,
        after.map_or(Bound::Unbounded, Bound::Excluded),
    )
}

/// One page of what comes.
fn page<T, C>(
    items: impl Iterator<Item = T>,
    limit: usize,
    position: impl Fn(&T) -> C,
) -> Page<T, C> {
    Page::cut(
        items.take(limit.saturating_add(1)).collect(),
        limit,
        position,
    )
}
