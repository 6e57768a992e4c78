//! Everything that Ludger stores, in memory.
//!
//! For tests, and for programs that want the rules without a database. It is a store like the others: it passes the
//! same contract suite (`ludger_ports::contract`), refuses what they refuse, and keeps the same chain of hashes. What
//! it does not do is outlive the process.
//!
//! # Shape
//! One mutex over plain tables (`state`). [`Store::commit`](ludger_ports::Store::commit) writes as it goes; every
//! `table` remembers what stood there before, and a commit that fails on its way is taken back from that. So there
//! is one order of checking and writing, and nothing to keep in step with it.
//!
//! # Embedding
//! ```
//! use ludger_domain::ids::{TransferId, UserId};
//! use ludger_domain::ledger::{AccountKey, Category, Refusal, Transfer};
//! use ludger_domain::money::Currencies;
//! use ludger_ports::{Changes, CommitError, Store, read::Wallets};
//! use ludger_store_memory::MemoryStore;
//! use uuid::Uuid;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = MemoryStore::new();
//! let now = "2026-01-01T00:00:00Z".parse()?;
//! let inr = Currencies::built_in().get("INR").ok_or("built in")?.code;
//! let (ada, bob) = (UserId::from(Uuid::from_u128(1)), UserId::from(Uuid::from_u128(2)));
//! let wallet = |user| AccountKey::available(user, inr);
//! let mut ids = (1..).map(|n| TransferId::from(Uuid::from_u128(n)));
//! let mut transfer = |from, to, amount| {
//!     let id = ids.next().ok_or("endless")?;
//!     Transfer::between(id, Category::Transfer, now, (from, to), amount)
//!         .map_err(Box::<dyn std::error::Error>::from)
//! };
//!
//! // 10.00 for Ada out of the mint; of that, 4.00 for Bob. Both or neither.
//! let gift = transfer(AccountKey::mint(inr), wallet(ada), 1_000)?;
//! let share = transfer(wallet(ada), wallet(bob), 400)?;
//! let committed = store.commit(Changes::at(now).post(gift).post(share)).await?;
//! assert_eq!(committed.outcomes.len(), 2);
//!
//! // More than she has is refused, and nothing changes.
//! let too_much = transfer(wallet(ada), wallet(bob), 601)?;
//! let refused = store.commit(Changes::at(now).post(too_much)).await;
//! assert!(matches!(refused, Err(CommitError::Refused(Refusal::InsufficientFunds { available: 600, .. }))));
//! assert_eq!(store.wallet(ada, inr).await?.map(|wallet| wallet.available), Some(600));
//! # Ok(())
//! # }
//! ```
#![warn(missing_docs)]

mod commit;
mod expectations;
mod links;
mod media;
mod postings;
mod read;
mod rows;
mod state;
mod table;

pub use media::MemoryMedia;

use ludger_domain::accounts::AuditRecord;
use state::State;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A store whose content lives as long as its last clone. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore(Arc<Mutex<State>>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// The whole audit log, oldest first: so that a test can see that a deed was told of.
    pub fn audit_log(&self) -> Vec<AuditRecord> {
        self.state().audit.values().cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked in a commit left its writes in the journals, and the next commit takes them back.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
