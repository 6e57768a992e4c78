//! Doors that behave badly.

use super::FakeClock;
use async_trait::async_trait;
use ludger_ports::{Changes, CommitError, Committed, Store, Unavailable};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A door at which everyone waits for all others to come: whatever was read before is old by then.
pub(crate) struct Crowded<S>(pub(crate) Arc<S>);

/// A door that breaks at one commit, counted from 1, and works again from the next one on.
pub(crate) struct Breaking<S> {
    pub(crate) door: Arc<S>,
    pub(crate) at: usize,
    pub(crate) commits: AtomicUsize,
}

/// A door that sends everyone back once, and takes its time over it.
pub(crate) struct Slow<S> {
    pub(crate) door: Arc<S>,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) by: Duration,
    pub(crate) commits: AtomicUsize,
}

#[async_trait]
impl<S: Store> Store for Crowded<S> {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        tokio::task::yield_now().await;
        self.0.commit(changes).await
    }
}

#[async_trait]
impl<S: Store> Store for Breaking<S> {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        if self.commits.fetch_add(1, Ordering::Relaxed) + 1 == self.at {
            return Err(Unavailable::broken("the door is stuck").into());
        }
        self.door.commit(changes).await
    }
}

#[async_trait]
impl<S: Store> Store for Slow<S> {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let stale = changes.clone().into_parts().expectations.pop();
        match stale {
            Some(expectation) if self.commits.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) => {
                self.clock.advance(self.by);
                Err(CommitError::Stale(expectation))
            }
            _ => self.door.commit(changes).await,
        }
    }
}
