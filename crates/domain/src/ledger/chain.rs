//! The chain. Each posted transfer is tied to the one before it by a SHA-256 over its content, its results and the
//! hash of its predecessor, so that any later edit breaks every hash from there on. A **shard** is one such chain;
//! writers that work at the same time use different shards, so that the chain does not put them in one line.

use super::{Posted, Transfer};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// The number of a chain, from 0.
pub type Shard = i16;

/// The hash that ends a chain so far.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHash(pub [u8; 32]);

/// Where a transfer, or a record of the audit log, stands in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Which chain.
    pub shard: Shard,
    /// 1, 2, 3, … without gaps.
    pub position: i64,
    /// Over this transfer and everything before it.
    pub hash: ChainHash,
}

impl Sealed {
    /// The head of a chain without transfers.
    pub const fn genesis(shard: Shard) -> Self {
        Self {
            shard,
            position: 0,
            hash: ChainHash([0; 32]),
        }
    }

    /// The head after one more transfer.
    #[must_use]
    pub fn next(&self, transfer: &Transfer, posted: &Posted) -> Self {
        self.after(b"ludger chain 1\0", |hash| {
            hash.update(transfer.id().uuid().as_bytes());
            hash.update(transfer.occurred_at().as_microsecond().to_be_bytes());
            hash.update(posted.posted_at.as_microsecond().to_be_bytes());
            transfer.feed_content(|bytes| hash.update(bytes));
            for entry in &posted.entries {
                hash.update(entry.sequence.to_be_bytes());
                hash.update(entry.balance_after.to_be_bytes());
            }
        })
    }

    /// The head after one more link. `kind` begins every hash, so that no link of one kind passes for one of another.
    pub(crate) fn after(&self, kind: &[u8], feed: impl FnOnce(&mut Sha256)) -> Self {
        let position = self.position.saturating_add(1);
        let mut hash = Sha256::new();
        hash.update(kind);
        hash.update(self.hash.0);
        hash.update(self.shard.to_be_bytes());
        hash.update(position.to_be_bytes());
        feed(&mut hash);
        Self {
            shard: self.shard,
            position,
            hash: ChainHash(hash.finalize().into()),
        }
    }
}

impl fmt::Display for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
