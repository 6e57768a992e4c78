//! Doors with one thing wrong each.

use super::rebuild::rebuild;
use async_trait::async_trait;
use ludger_ports::read::Idempotency;
use ludger_ports::{Changes, CommitError, Committed, Parts, Recorded, Row, Store};
use ludger_store_memory::MemoryStore;
use std::sync::Arc;
use std::time::Duration;

/// Records no key.
pub(super) struct ForgetsKeys(pub(super) Arc<MemoryStore>);

#[async_trait]
impl Store for ForgetsKeys {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let parts = Parts {
            idempotency: None,
            ..changes.into_parts()
        };
        self.0.commit(rebuild(parts)).await
    }
}

/// Looks whether a key is there, and a moment later writes as if nothing could have happened in between.
pub(super) struct Looks(pub(super) Arc<MemoryStore>);

#[async_trait]
impl Store for Looks {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let parts = changes.into_parts();
        if let Some(record) = &parts.idempotency
            && let Some(recorded) = self.0.find(&record.scope).await?
        {
            return Err(CommitError::Duplicate(Box::new(recorded)));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        match self.0.commit(rebuild(parts.clone())).await {
            Err(CommitError::Duplicate(_)) => {
                self.0
                    .commit(rebuild(Parts {
                        idempotency: None,
                        ..parts
                    }))
                    .await
            }
            answer => answer,
        }
    }
}

/// Expects nothing but what the rows expect by themselves.
pub(super) struct ForgetsExpectations(pub(super) Arc<MemoryStore>);

#[async_trait]
impl Store for ForgetsExpectations {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let parts = Parts {
            expectations: Vec::new(),
            ..changes.into_parts()
        };
        self.0.commit(rebuild(parts)).await
    }
}

/// Takes the floors of all accounts away before it touches them.
pub(super) struct IgnoresFloors(pub(super) Arc<MemoryStore>);

#[async_trait]
impl Store for IgnoresFloors {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let parts = changes.into_parts();
        let entries = parts
            .postings
            .iter()
            .flat_map(|posting| posting.transfer.entries());
        let floorless = entries.fold(Changes::at(parts.at), |changes, entry| {
            changes.set_floor(entry.key, None)
        });
        self.0.commit(floorless).await?;
        self.0.commit(rebuild(parts)).await
    }
}

/// Writes the transfers in one commit and the rest in another.
pub(super) struct WritesHalf(pub(super) Arc<MemoryStore>);

#[async_trait]
impl Store for WritesHalf {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let mut parts = changes.into_parts();
        let postings = std::mem::take(&mut parts.postings);
        let committed = self
            .0
            .commit(
                postings
                    .into_iter()
                    .fold(Changes::at(parts.at), Changes::posting),
            )
            .await?;
        self.0.commit(rebuild(parts)).await?;
        Ok(committed)
    }
}

/// Forgets what it answered when a key was used first.
pub(super) struct TellsLess(pub(super) Arc<MemoryStore>);

#[async_trait]
impl Store for TellsLess {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        self.0.commit(changes).await.map_err(|error| match error {
            CommitError::Duplicate(first) => CommitError::Duplicate(Box::new(Recorded {
                committed: Committed::default(),
                ..*first
            })),
            other => other,
        })
    }
}

/// Leaves out the rows that fit.
pub(super) struct LeavesOut(pub(super) Arc<MemoryStore>, pub(super) fn(&Row) -> bool);

#[async_trait]
impl Store for LeavesOut {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let mut parts = changes.into_parts();
        parts.rows.retain(|row| !(self.1)(row));
        self.0.commit(rebuild(parts)).await
    }
}
