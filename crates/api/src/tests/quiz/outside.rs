//! The world outside of the rules: a crowded door, time, ids and chance under control, passwords that nobody checks.

use crate::health::{Check, Readiness};
use async_trait::async_trait;
use ludger_domain::Timestamp;
use ludger_domain::accounts::PasswordHash;
use ludger_ports::{
    Changes, Clock, CommitError, Committed, Entropy, Ids, MockPasswordHasher, PasswordVerdict,
    Store,
};
use ludger_store_memory::MemoryStore;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use uuid::Uuid;

/// A door at which everyone waits for all others to come: what was read before is old by then.
pub(super) struct Crowded(pub(super) MemoryStore);

#[async_trait]
impl Store for Crowded {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        tokio::task::yield_now().await;
        self.0.commit(changes).await
    }
}

/// Milliseconds since noon of the first day of 2026.
#[derive(Default)]
pub(super) struct Moved(AtomicU64);

impl Moved {
    pub(super) fn by(&self, by: Duration) {
        self.0
            .fetch_add(u64::try_from(by.as_millis()).unwrap(), Relaxed);
    }
}

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        let noon: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
        noon + Duration::from_millis(self.0.load(Relaxed))
    }
}

#[derive(Default)]
pub(super) struct Counted(AtomicU64);

impl Ids for Counted {
    fn next(&self) -> Uuid {
        let number = self.0.fetch_add(1, Relaxed) + 1;
        format!("00000000-0000-7000-8000-{number:012}")
            .parse()
            .unwrap()
    }
}

impl Entropy for Counted {
    fn bytes32(&self) -> [u8; 32] {
        let number = self.0.fetch_add(1, Relaxed) + 1;
        let mut bytes = [0; 32];
        bytes
            .chunks_exact_mut(8)
            .for_each(|chunk| chunk.copy_from_slice(&number.to_be_bytes()));
        bytes
    }
}

pub(super) fn no_hasher() -> MockPasswordHasher {
    let mut hasher = MockPasswordHasher::new();
    hasher
        .expect_hash()
        .returning(|_| Ok(PasswordHash::from("none".to_owned())));
    hasher
        .expect_verify()
        .returning(|_, _| Ok(PasswordVerdict::Right));
    hasher
}

pub(super) struct Ready;

#[async_trait]
impl Readiness for Ready {
    async fn check(&self) -> Vec<Check> {
        Vec::new()
    }
}
