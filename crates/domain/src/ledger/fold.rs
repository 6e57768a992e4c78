//! The fold: transfers applied to balances, in memory.
//!
//! A caller loads the accounts, holds and references that its transfers touch, posts, and writes back what
//! [`Books::changed`] and [`Books::changed_holds`] name. Cost: one hash look-up for each entry and pass, one
//! allocation for each transfer (its output); account ids are hashes already and are not hashed again.

#[cfg(test)]
mod tests;

use super::{
    AccountKey, AccountState, Hold, HoldChange, Posted, PostedEntry, Reference, Refusal, Transfer,
};
use crate::Timestamp;
use crate::ids::{AccountId, HoldId, TransferId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::{BuildHasherDefault, Hasher};

/// Accounts, holds, references and reversals, as far as they matter to the transfers at hand.
#[derive(Debug, Clone, Default)]
pub struct Books {
    accounts: HashMap<AccountId, Line, BuildHasherDefault<IdHasher>>,
    holds: HashMap<HoldId, (Hold, bool)>,
    references: HashMap<Reference, Known>,
    reversals: HashMap<TransferId, TransferId>,
    journal: Vec<Undo>,
}

/// A transfer that has a reference and was posted before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// See [`Transfer::content_digest`].
    pub digest: [u8; 32],
    /// What it became.
    pub posted: Posted,
}

/// A transfer on its way to the books, and what happens to its neighbours if it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// What is to be applied.
    pub transfer: Transfer,
    /// What a refusal stands for.
    pub on_refusal: OnRefusal,
}

/// What the refusal of one transfer means for those decided with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRefusal {
    /// Nothing of the decision is applied.
    RefuseAll,
    /// This transfer is left out, and its refusal is part of the answer.
    LeaveOut,
}

/// What became of one transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It was applied.
    Posted(Posted),
    /// Its reference had been applied before, with the same content: this is what it became then.
    AlreadyPosted(Posted),
    /// It was left out.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

impl Outcome {
    /// What was posted, now or before.
    pub const fn posted(&self) -> Option<&Posted> {
        match self {
            Self::Posted(posted) | Self::AlreadyPosted(posted) => Some(posted),
            Self::Refused { .. } => None,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Line {
    state: AccountState,
    /// What tells whether the store has to write it: sequence and floor as it has them; `None`: not there yet.
    stored: Option<(i64, Option<i64>)>,
}

#[derive(Debug, Clone)]
enum Undo {
    Account(AccountId, Option<Line>),
    Hold(HoldId, Option<(Hold, bool)>),
    Reference(Reference),
    Reversal(TransferId),
}

/// `None`: out of range.
#[cfg(not(feature = "sabotage"))]
const fn sum(balance: i64, amount: i64) -> Option<i64> {
    balance.checked_add(amount)
}

#[cfg(feature = "sabotage")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands in for one that refuses"
)]
const fn sum(balance: i64, amount: i64) -> Option<i64> {
    Some(balance.wrapping_add(amount))
}

impl Books {
    /// Takes in an account as the store has it.
    pub fn load(&mut self, state: AccountState) {
        self.accounts.insert(
            state.key.id(),
            Line {
                state,
                stored: Some((state.sequence, state.floor)),
            },
        );
    }

    /// Takes in a hold as the store has it.
    pub fn load_hold(&mut self, hold: Hold) {
        self.holds.insert(hold.id, (hold, false));
    }

    /// Takes in a reference that has been applied before.
    pub fn load_reference(&mut self, reference: Reference, known: Known) {
        self.references.insert(reference, known);
    }

    /// Takes in that `original` has been reversed before.
    pub fn load_reversal(&mut self, original: TransferId, by: TransferId) {
        self.reversals.insert(original, by);
    }

    /// An account as it is now, with all that was posted here.
    pub fn account(&self, id: AccountId) -> Option<&AccountState> {
        self.accounts.get(&id).map(|line| &line.state)
    }

    /// The accounts that have to be written, each with whether the store has it already.
    pub fn changed(&self) -> impl Iterator<Item = (AccountId, &AccountState, bool)> {
        self.accounts
            .iter()
            .filter(|(_, line)| line.stored != Some((line.state.sequence, line.state.floor)))
            .map(|(id, line)| (*id, &line.state, line.stored.is_some()))
    }

    /// The holds that have to be written.
    pub fn changed_holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds
            .values()
            .filter(|(_, changed)| *changed)
            .map(|(hold, _)| hold)
    }

    /// Applies the postings of one decision in their order. The answer has one outcome for each.
    ///
    /// # Errors
    /// The first refusal of a posting that refuses all, with its index. The books are as they were before.
    pub fn decide(
        &mut self,
        postings: &[Posting],
        now: Timestamp,
    ) -> Result<Vec<Outcome>, (usize, Refusal)> {
        self.journal.clear();
        let mut outcomes = Vec::with_capacity(postings.len());
        for (index, posting) in postings.iter().enumerate() {
            match (self.apply(&posting.transfer, now), posting.on_refusal) {
                (Ok(outcome), _) => outcomes.push(outcome),
                (Err(refusal), OnRefusal::LeaveOut) => outcomes.push(Outcome::Refused { refusal }),
                (Err(refusal), OnRefusal::RefuseAll) => {
                    self.undo();
                    return Err((index, refusal));
                }
            }
        }
        Ok(outcomes)
    }

    /// Sets the floor of an account, which is opened if it was never loaded. Part of the decision that
    /// [`Self::decide`] made last: [`Self::take_back`] undoes both.
    ///
    /// # Errors
    /// The balance is below that floor already.
    pub fn set_floor(
        &mut self,
        key: AccountKey,
        floor: Option<i64>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let id = key.id();
        let before = self.accounts.get(&id).copied();
        let opened = || Line {
            state: AccountState::opened(key, crate::micros(now)),
            stored: None,
        };
        let mut line = before.unwrap_or_else(opened);
        line.state = line.state.with_floor(floor)?;
        self.accounts.insert(id, line);
        self.journal.push(Undo::Account(id, before));
        Ok(())
    }

    /// Takes back what the last [`Self::decide`] applied, and the floors set since.
    pub fn take_back(&mut self) {
        self.undo();
    }

    /// Applies one transfer, whole or not at all. An account that was never loaded is opened.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn post(&mut self, transfer: &Transfer, now: Timestamp) -> Result<Posted, Refusal> {
        self.journal.clear();
        match self.apply(transfer, now)? {
            Outcome::Posted(posted) | Outcome::AlreadyPosted(posted) => Ok(posted),
            Outcome::Refused { refusal } => Err(refusal),
        }
    }

    fn apply(&mut self, transfer: &Transfer, now: Timestamp) -> Result<Outcome, Refusal> {
        if let Some(posted) = self.already_posted(transfer)? {
            return Ok(Outcome::AlreadyPosted(posted));
        }
        if let Some(original) = transfer.reverses()
            && let Some(by) = self.reversals.get(&original)
        {
            return Err(Refusal::AlreadyReversed { original, by: *by });
        }
        let hold = transfer
            .hold()
            .map(|change| self.hold_after(transfer, change))
            .transpose()?;
        let posted_at = self.check_entries(transfer, now)?;

        // Nothing is refused from here on.
        let posted = self.write_entries(transfer, posted_at);
        if let Some(hold) = hold {
            let before = self.holds.insert(hold.id, (hold, true));
            self.journal.push(Undo::Hold(hold.id, before));
        }
        if let Some(original) = transfer.reverses() {
            self.reversals.insert(original, transfer.id());
            self.journal.push(Undo::Reversal(original));
        }
        if let Some(reference) = transfer.reference() {
            let known = Known {
                digest: transfer.content_digest(),
                posted: posted.clone(),
            };
            self.references.insert(reference.clone(), known);
            self.journal.push(Undo::Reference(reference.clone()));
        }
        Ok(Outcome::Posted(posted))
    }

    fn already_posted(&self, transfer: &Transfer) -> Result<Option<Posted>, Refusal> {
        let Some(reference) = transfer.reference() else {
            return Ok(None);
        };
        match self.references.get(reference) {
            None => Ok(None),
            Some(known) if known.digest == transfer.content_digest() => {
                Ok(Some(known.posted.clone()))
            }
            Some(known) => Err(Refusal::ReferenceConflict {
                reference: reference.clone(),
                transfer: known.posted.transfer,
            }),
        }
    }

    /// The hold after this step, if it is a step of this hold: what the transfer moves on `held` has to be what the
    /// step says, on the hold's own account.
    fn hold_after(&self, transfer: &Transfer, change: &HoldChange) -> Result<Hold, Refusal> {
        let after = match (self.holds.get(&change.id()), change) {
            (None, HoldChange::Open(hold)) => *hold,
            (Some((hold, _)), change) => hold.step(*change)?,
            (None, _) => return Err(Refusal::UnknownHold { hold: change.id() }),
        };
        let held = after.held().id();
        let moved = transfer
            .entries()
            .iter()
            .find(|entry| entry.account == held);
        if moved.is_some_and(|entry| entry.amount == change.on_held()) {
            Ok(after)
        } else {
            Err(Refusal::HoldMismatch { hold: after.id })
        }
    }

    /// Checks floors and range, and gives the instant of posting: not before any entry that these accounts have.
    fn check_entries(&self, transfer: &Transfer, now: Timestamp) -> Result<Timestamp, Refusal> {
        let mut posted_at = crate::micros(now);
        for entry in transfer.entries() {
            let known = self.accounts.get(&entry.account).map(|line| line.state);
            let state = known.unwrap_or_else(|| AccountState::opened(entry.key, now));
            posted_at = posted_at.max(state.updated_at);
            let overflow = Refusal::BalanceOverflow { account: entry.key };
            let Some(balance) = sum(state.balance, entry.amount) else {
                return Err(overflow);
            };
            if state.sequence == i64::MAX {
                return Err(overflow);
            }
            // What puts an account back towards its floor is never refused for lack of funds.
            if entry.amount.is_negative() && state.floor.is_some_and(|floor| balance < floor) {
                return Err(Refusal::InsufficientFunds {
                    account: entry.key,
                    available: state.spendable().unwrap_or(i64::MAX).max(0),
                    required: entry.amount.saturating_neg(),
                });
            }
        }
        Ok(posted_at)
    }

    fn write_entries(&mut self, transfer: &Transfer, posted_at: Timestamp) -> Posted {
        let mut entries = Vec::with_capacity(transfer.entries().len());
        for entry in transfer.entries() {
            let line = match self.accounts.entry(entry.account) {
                Slot::Occupied(line) => {
                    self.journal
                        .push(Undo::Account(entry.account, Some(*line.get())));
                    line.into_mut()
                }
                Slot::Vacant(slot) => {
                    self.journal.push(Undo::Account(entry.account, None));
                    let state = AccountState::opened(entry.key, posted_at);
                    slot.insert(Line {
                        state,
                        stored: None,
                    })
                }
            };
            let state = &mut line.state;
            // Checked above: the fold has no panic.
            state.balance = sum(state.balance, entry.amount).unwrap_or(state.balance);
            state.sequence = state.sequence.saturating_add(1);
            state.updated_at = posted_at;
            entries.push(PostedEntry {
                account: entry.account,
                amount: entry.amount,
                sequence: state.sequence,
                balance_after: state.balance,
            });
        }
        Posted {
            transfer: transfer.id(),
            posted_at,
            entries,
        }
    }

    fn undo(&mut self) {
        while let Some(step) = self.journal.pop() {
            match step {
                Undo::Account(id, None) => drop(self.accounts.remove(&id)),
                Undo::Account(id, Some(before)) => drop(self.accounts.insert(id, before)),
                Undo::Hold(id, None) => drop(self.holds.remove(&id)),
                Undo::Hold(id, Some(before)) => drop(self.holds.insert(id, before)),
                Undo::Reference(reference) => drop(self.references.remove(&reference)),
                Undo::Reversal(original) => drop(self.reversals.remove(&original)),
            }
        }
    }
}

/// Account ids are cut from a SHA-256: any eight of their bytes are as good as a hash.
#[derive(Debug, Clone, Copy, Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        if let Some(last) = bytes.last_chunk::<8>() {
            self.0 = u64::from_le_bytes(*last);
        }
    }
    /// How many bytes follow, which is the same for all.
    fn write_usize(&mut self, _length: usize) {}
}
