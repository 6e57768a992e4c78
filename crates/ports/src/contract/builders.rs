//! The words in which cases say what is given. Ids and times are counted, so that a case is the same at every run.

mod bank;
mod everything;
mod found;
mod keys;
mod ledger;
mod pages;
mod people;
mod quiz;

pub(super) use bank::{draft, right};
pub(super) use everything::{ATTEMPTS, Everything};
pub(super) use keys::{key, keyed};
pub(super) use ledger::{OwnedBy, described, house, inr, mint, reference, usd, wise};
pub(super) use pages::{all_pages, first};
pub(super) use people::{grant, signing_in};
pub(super) use quiz::played;

use super::Stores;
use super::answers::Answer;
use crate::{Changes, CommitError, Committed, Store, Unavailable};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// When things happen where nothing else is said: 2026-01-01.
pub(super) const NOW: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// Microseconds, the finest that stores keep, after [`NOW`].
pub(super) fn micros(count: i64) -> Timestamp {
    NOW + SignedDuration::from_micros(count)
}

/// Hours after [`NOW`].
pub(super) fn hours(count: i64) -> Timestamp {
    NOW + SignedDuration::from_hours(count)
}

/// Changes decided at [`NOW`].
pub(super) fn changes() -> Changes {
    Changes::at(NOW)
}

/// How often a store that has too much to do is asked again.
const PATIENCE: usize = 2_000;

impl Stores {
    /// An id that is greater than those before, in the form of version 7.
    pub(super) fn id<T: From<Uuid>>(&self) -> T {
        let count = u128::from(self.made.fetch_add(1, Ordering::Relaxed)) + 1;
        Uuid::from_u128((0x019b_7600_0000 + count) << 80 | 0x7000 << 64 | 0x8000 << 48 | count)
            .into()
    }

    /// A number that was not given before.
    pub(super) fn number(&self) -> u64 {
        self.made.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Commits; a store that has too much to do is asked again.
    pub(super) async fn commit(&self, changes: Changes) -> Answer {
        commit(self.store.clone(), changes).await
    }

    /// Commits what must be applied.
    #[track_caller]
    pub(super) fn apply(&self, changes: Changes) -> impl Future<Output = Committed> {
        let (caller, store) = (std::panic::Location::caller(), self.store.clone());
        async move {
            let answer = commit(store, changes).await;
            answer
                .unwrap_or_else(|error| panic!("expected to be applied at {caller}, got {error:?}"))
        }
    }

    /// Commits on a task of its own.
    pub(super) fn spawn(&self, changes: Changes) -> JoinHandle<Answer> {
        tokio::spawn(commit(self.store.clone(), changes))
    }

    /// Commits all of these in parallel. The answers are in the order of the changes.
    pub(super) async fn race(&self, all: impl IntoIterator<Item = Changes>) -> Vec<Answer> {
        let tasks: Vec<_> = all.into_iter().map(|changes| self.spawn(changes)).collect();
        join_all(tasks)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect()
    }
}

async fn commit(store: Arc<dyn Store>, changes: Changes) -> Answer {
    for _ in 0..PATIENCE {
        match store.commit(changes.clone()).await {
            Err(CommitError::Unavailable(Unavailable {
                overloaded: true, ..
            })) => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            answer => return answer,
        }
    }
    store.commit(changes).await
}
