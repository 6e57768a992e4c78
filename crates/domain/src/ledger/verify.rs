//! Checks of what a store has written, in two passes: along each chain, and along each account. Both take one row at
//! a time, so that a ledger of any size is checked in constant memory.

use super::{AccountState, Posted, PostedEntry, Sealed, Shard, Transfer, TransferFault};
use crate::Timestamp;
use crate::ids::{AccountId, TransferId};
use serde::Serialize;

/// Something that the ledger's own rules cannot have written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Discrepancy {
    /// A transfer's content or place was changed after it was posted.
    #[error("transfer {transfer} (shard {shard}, position {position}) does not fit its hash")]
    BrokenHash {
        /// The first one that does not fit.
        transfer: TransferId,
        /// Its chain.
        shard: Shard,
        /// Its place.
        position: i64,
    },
    /// A transfer's entries are none.
    #[error("transfer {transfer} (shard {shard}, position {position}) is malformed: {reason}")]
    Malformed {
        /// The transfer.
        transfer: TransferId,
        /// Its chain.
        shard: Shard,
        /// Its place.
        position: i64,
        /// Which rule its entries break.
        reason: String,
    },
    /// A place of a chain is empty.
    #[error(
        "shard {shard} has no transfer at position {position}; the next one is {}",
        named(.next.as_ref())
    )]
    Gap {
        /// The chain.
        shard: Shard,
        /// The empty place.
        position: i64,
        /// What stands behind it.
        next: Option<TransferId>,
    },
    /// A chain ends elsewhere than its head says.
    #[error("shard {shard} ends at position {position}, its head says otherwise")]
    Head {
        /// The chain.
        shard: Shard,
        /// The last transfer found.
        position: i64,
    },
    /// An account's entries do not follow from one another.
    #[error(
        "entry {sequence} of account {account} (transfer {transfer}) does not follow from the one before it"
    )]
    BrokenAccount {
        /// The account.
        account: AccountId,
        /// The number of the entry.
        sequence: i64,
        /// Its transfer.
        transfer: TransferId,
    },
    /// An account's balance is not the sum of its entries.
    #[error(
        "account {account} says {balance}, its {entries} entries say {sum}; its last transfer is {}",
        named(.transfer.as_ref())
    )]
    ForgedBalance {
        /// The account.
        account: AccountId,
        /// What it says.
        balance: i64,
        /// What its entries say.
        sum: i64,
        /// How many there are.
        entries: i64,
        /// The last one's transfer.
        transfer: Option<TransferId>,
    },
    /// An account is below its floor.
    #[error("account {account} is at {balance}, below its floor")]
    BelowFloor {
        /// The account.
        account: AccountId,
        /// Its balance.
        balance: i64,
    },
    /// Entries stand on an account that is not there, or on a transfer that is not there.
    #[error(
        "{entries} entries belong to no account or no transfer; the first is of transfer {transfer}"
    )]
    Stray {
        /// How many.
        entries: i64,
        /// The first one's transfer.
        transfer: TransferId,
    },
}

/// As the other discrepancies tell it.
fn named(transfer: Option<&TransferId>) -> String {
    transfer.map_or_else(|| "none".to_owned(), TransferId::to_string)
}

/// Follows one chain from its first transfer.
#[derive(Debug, Clone)]
pub struct ChainCheck(Sealed);

impl ChainCheck {
    /// At the beginning of a chain.
    pub const fn start(shard: Shard) -> Self {
        Self(Sealed::genesis(shard))
    }

    /// How many transfers fitted so far.
    pub const fn position(&self) -> i64 {
        self.0.position
    }

    /// The next transfer in the chain's order: where it says it stands, what was read of it, and its results.
    ///
    /// # Errors
    /// It does not fit; nothing after it can.
    pub fn next(
        &mut self,
        sealed: Sealed,
        id: TransferId,
        transfer: Result<&Transfer, &TransferFault>,
        posted: &Posted,
    ) -> Result<(), Discrepancy> {
        let Sealed {
            shard, position, ..
        } = sealed;
        let expected = self.0.position.saturating_add(1);
        if position != expected {
            return Err(Discrepancy::Gap {
                shard,
                position: expected,
                next: Some(id),
            });
        }
        let transfer = transfer.map_err(|fault| Discrepancy::Malformed {
            transfer: id,
            shard,
            position,
            reason: fault.to_string(),
        })?;
        let next = self.0.next(transfer, posted);
        if next != sealed {
            return Err(Discrepancy::BrokenHash {
                transfer: id,
                shard,
                position,
            });
        }
        self.0 = next;
        Ok(())
    }

    /// The chain is over; `head` is what the store keeps as its end.
    ///
    /// # Errors
    /// Transfers are missing behind the last one.
    pub fn finish(self, head: Sealed) -> Result<(), Discrepancy> {
        if self.0 == head {
            return Ok(());
        }
        Err(Discrepancy::Head {
            shard: head.shard,
            position: self.0.position,
        })
    }
}

/// Follows one account from its first entry.
#[derive(Debug, Clone)]
pub struct AccountCheck {
    account: AccountId,
    balance: i64,
    sequence: i64,
    last: Option<(TransferId, Timestamp)>,
}

impl AccountCheck {
    /// At the beginning of an account.
    pub const fn start(account: AccountId) -> Self {
        Self {
            account,
            balance: 0,
            sequence: 0,
            last: None,
        }
    }

    /// The next entry in the account's order.
    ///
    /// # Errors
    /// It does not follow from the one before it.
    pub fn next(
        &mut self,
        transfer: TransferId,
        posted_at: Timestamp,
        entry: &PostedEntry,
    ) -> Result<(), Discrepancy> {
        let broken = Discrepancy::BrokenAccount {
            account: self.account,
            sequence: entry.sequence,
            transfer,
        };
        let in_time = self.last.is_none_or(|(_, before)| before <= posted_at);
        let balance = self.balance.checked_add(entry.amount);
        let follows = self.sequence.checked_add(1) == Some(entry.sequence);
        if !follows || !in_time || balance != Some(entry.balance_after) {
            return Err(broken);
        }
        self.balance = entry.balance_after;
        self.sequence = entry.sequence;
        self.last = Some((transfer, posted_at));
        Ok(())
    }

    /// The account is over; `state` is what the store keeps of it.
    ///
    /// # Errors
    /// The balance or the number of entries is another, or the balance is below the floor.
    pub fn finish(self, state: &AccountState) -> Result<(), Discrepancy> {
        if state.balance != self.balance || state.sequence != self.sequence {
            return Err(Discrepancy::ForgedBalance {
                account: self.account,
                balance: state.balance,
                sum: self.balance,
                entries: self.sequence,
                transfer: self.last.map(|(transfer, _)| transfer),
            });
        }
        if state.floor.is_some_and(|floor| state.balance < floor) {
            return Err(Discrepancy::BelowFloor {
                account: self.account,
                balance: state.balance,
            });
        }
        Ok(())
    }
}
