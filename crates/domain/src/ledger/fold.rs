//! The fold: transfers applied to balances, in memory.
//!
//! A caller loads the accounts, holds and references that its transfers touch, posts, and writes back what
//! [`Books::changed`] and [`Books::changed_holds`] name. Cost: one hash look-up for each entry and pass, one
//! allocation for each transfer (its output); account ids are hashes already and are not hashed again.

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
    pub fn changed(&self) -> impl Iterator<Item = (&AccountState, bool)> {
        self.accounts
            .values()
            .filter(|line| line.stored != Some((line.state.sequence, line.state.floor)))
            .map(|line| (&line.state, line.stored.is_some()))
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
            let Some(balance) = state.balance.checked_add(entry.amount) else {
                return Err(overflow);
            };
            if state.sequence == i64::MAX {
                return Err(overflow);
            }
            // What puts an account back towards its floor is never refused for lack of funds.
            if entry.amount < 0 && state.floor.is_some_and(|floor| balance < floor) {
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
            // Checked above; saturating keeps the fold free of panics.
            state.balance = state.balance.saturating_add(entry.amount);
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
        // The length prefix of the byte array comes as another write, and leaves the last eight bytes in place.
        if let Some(last) = bytes.last_chunk::<8>() {
            self.0 ^= u64::from_le_bytes(*last);
        }
    }
    fn write_usize(&mut self, _length: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
    use crate::ledger::Category;
    use crate::money::{Amount, CurrencyCode};
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn inr() -> CurrencyCode {
        "INR".parse().unwrap()
    }

    fn user(n: u128) -> UserId {
        Uuid::from_u128(n).into()
    }

    fn wallet(n: u128) -> AccountKey {
        AccountKey::available(user(n), inr())
    }

    fn transfer(id: u128, from: AccountKey, to: AccountKey, amount: i64) -> Transfer {
        Transfer::between(
            Uuid::from_u128(id).into(),
            Category::Transfer,
            NOW,
            (from, to),
            amount,
        )
        .unwrap()
    }

    fn referenced(id: u128, amount: i64, reference: &str) -> Transfer {
        Transfer::build(Uuid::from_u128(id).into(), Category::Reward, NOW)
            .move_amount(AccountKey::mint(inr()), wallet(1), amount)
            .reference(Reference::try_from(reference.to_owned()).unwrap())
            .finish()
            .unwrap()
    }

    fn funded(minor: i64) -> Books {
        let mut books = Books::default();
        books
            .post(&transfer(1, AccountKey::mint(inr()), wallet(1), minor), NOW)
            .unwrap();
        books
    }

    fn balance(books: &Books, key: AccountKey) -> i64 {
        books.account(key.id()).map_or(0, |account| account.balance)
    }

    fn must(transfer: Transfer) -> Posting {
        Posting {
            transfer,
            on_refusal: OnRefusal::RefuseAll,
        }
    }

    fn may(transfer: Transfer) -> Posting {
        Posting {
            transfer,
            on_refusal: OnRefusal::LeaveOut,
        }
    }

    #[test]
    fn nobody_passes_below_the_floor() {
        let mut books = funded(1_000);
        for id in 2..10 {
            let debit = books.post(
                &transfer(id, wallet(1), AccountKey::house(inr()), 1_000),
                NOW,
            );
            assert_eq!(debit.is_ok(), id == 2, "only the first one fits");
        }
        assert_eq!(balance(&books, wallet(1)), 0);
        assert_eq!(balance(&books, AccountKey::house(inr())), 1_000);
    }

    #[test]
    fn entries_are_numbered_without_gaps_and_carry_the_balance() {
        let mut books = funded(10);
        let posted = books
            .post(&transfer(2, wallet(1), wallet(2), 4), NOW)
            .unwrap();
        let lines: Vec<_> = posted
            .entries
            .iter()
            .map(|e| (e.sequence, e.amount, e.balance_after))
            .collect();
        assert_eq!(lines, [(2, -4, 6), (1, 4, 4)]);
    }

    #[test]
    fn a_refused_decision_leaves_the_books_as_they_were() {
        let mut books = funded(10);
        let before: Vec<_> = books.accounts.values().map(|line| line.state).collect();
        let decision = [
            must(transfer(2, wallet(1), wallet(2), 10)),
            must(referenced(3, 5, "bonus/1")),
            must(transfer(4, wallet(3), wallet(1), 1)),
        ];
        let (index, refusal) = books.decide(&decision, NOW).unwrap_err();
        assert_eq!((index, refusal.code()), (2, "insufficient_funds"));
        let after: Vec<_> = books.accounts.values().map(|line| line.state).collect();
        assert_eq!(before, after);
        assert!(books.references.is_empty());
    }

    #[test]
    fn a_posting_that_may_fail_is_left_out_alone() {
        let mut books = funded(10);
        let decision = [
            may(transfer(2, wallet(1), wallet(2), 10)),
            may(transfer(3, wallet(1), wallet(2), 1)),
            may(transfer(4, wallet(2), wallet(1), 3)),
        ];
        let outcomes = books.decide(&decision, NOW).unwrap();
        let applied: Vec<_> = outcomes
            .iter()
            .map(|outcome| outcome.posted().is_some())
            .collect();
        assert_eq!(applied, [true, false, true]);
        assert_eq!(
            (balance(&books, wallet(1)), balance(&books, wallet(2))),
            (3, 7)
        );
    }

    #[test]
    fn a_reference_pays_once() {
        let mut books = Books::default();
        let first = books.post(&referenced(1, 5, "quiz-reward/1"), NOW).unwrap();
        let again = books
            .decide(&[must(referenced(2, 5, "quiz-reward/1"))], NOW)
            .unwrap();
        assert_eq!(again, [Outcome::AlreadyPosted(first)]);
        let other = books
            .post(&referenced(3, 6, "quiz-reward/1"), NOW)
            .unwrap_err();
        assert_eq!(other.code(), "reference_conflict");
        assert_eq!(balance(&books, wallet(1)), 5);
    }

    #[test]
    fn a_transfer_is_reversed_once_and_a_reversal_never() {
        let mut books = funded(10);
        let original = transfer(2, wallet(1), wallet(2), 4);
        books.post(&original, NOW).unwrap();
        let reverse = |id| {
            original
                .reversal(Uuid::from_u128(id).into(), NOW)
                .unwrap()
                .finish()
                .unwrap()
        };
        books.post(&reverse(3), NOW).unwrap();
        assert_eq!(
            (balance(&books, wallet(1)), balance(&books, wallet(2))),
            (10, 0)
        );
        assert_eq!(
            books.post(&reverse(4), NOW).unwrap_err().code(),
            "already_reversed"
        );
        assert!(reverse(5).reversal(Uuid::from_u128(6).into(), NOW).is_err());
    }

    #[test]
    fn a_hold_gives_no_more_than_it_has() {
        let mut books = funded(100);
        let ids = (Uuid::from_u128(7).into(), Uuid::from_u128(2).into());
        let amount = Amount {
            minor: 60,
            currency: inr(),
        };
        let open = Hold::open(ids, user(1), amount, Category::Bet, None, NOW)
            .finish()
            .unwrap();
        let Some(HoldChange::Open(hold)) = open.hold().copied() else {
            panic!("opens a hold")
        };
        books.post(&open, NOW).unwrap();
        let capture = |id, minor| {
            hold.capture(
                Uuid::from_u128(id).into(),
                AccountKey::house(inr()),
                minor,
                Category::Bet,
                NOW,
            )
            .unwrap()
        };
        books.post(&capture(3, 45), NOW).unwrap();
        assert_eq!(
            books.post(&capture(4, 16), NOW),
            Err(Refusal::HoldExceeded {
                hold: hold.id,
                remaining: 15
            })
        );
        books
            .post(
                &hold.release(Uuid::from_u128(5).into(), 15, NOW).unwrap(),
                NOW,
            )
            .unwrap();
        assert_eq!(
            books.post(&capture(6, 1), NOW).unwrap_err().code(),
            "hold_exceeded"
        );
        assert_eq!(balance(&books, wallet(1)), 55);
        assert_eq!(balance(&books, hold.held()), 0);
        assert_eq!(balance(&books, AccountKey::house(inr())), 45);
    }

    #[test]
    fn a_step_of_a_hold_moves_what_is_held_there() {
        let mut books = funded(100);
        books
            .post(&transfer(2, AccountKey::mint(inr()), wallet(2), 100), NOW)
            .unwrap();
        let amount = Amount {
            minor: 60,
            currency: inr(),
        };
        let open = |owner, hold, id| {
            let ids = (Uuid::from_u128(hold).into(), Uuid::from_u128(id).into());
            Hold::open(ids, user(owner), amount, Category::Bet, None, NOW)
                .finish()
                .unwrap()
        };
        books.post(&open(1, 7, 3), NOW).unwrap();
        books.post(&open(2, 8, 4), NOW).unwrap();
        // Somebody else's account under the name of the first hold.
        let Some(HoldChange::Open(mine)) = open(1, 7, 5).hold().copied() else {
            panic!("opens")
        };
        let forged = Hold {
            user: user(2),
            ..mine
        };
        let release = forged.release(Uuid::from_u128(6).into(), 60, NOW).unwrap();
        assert_eq!(
            books.post(&release, NOW),
            Err(Refusal::HoldMismatch { hold: mine.id })
        );
    }

    #[test]
    fn a_balance_never_wraps() {
        let mut books = Books::default();
        let mint = AccountKey::mint(inr());
        books
            .post(&transfer(1, mint, wallet(1), i64::MAX), NOW)
            .unwrap();
        assert_eq!(
            books
                .post(&transfer(2, mint, wallet(1), 1), NOW)
                .unwrap_err()
                .code(),
            "balance_overflow"
        );
        assert_eq!(balance(&books, wallet(1)), i64::MAX);
    }

    #[test]
    fn a_floor_is_set_only_below_the_balance_and_taken_back_with_its_decision() {
        let house = AccountKey::house(inr());
        let mut books = Books::default();
        books.decide(&[], NOW).unwrap();
        assert_eq!(
            books.set_floor(house, Some(1), NOW).unwrap_err().code(),
            "insufficient_funds"
        );
        books.set_floor(house, Some(-100), NOW).unwrap();
        books.take_back();
        assert!(books.account(house.id()).is_none());
        books.set_floor(house, Some(-100), NOW).unwrap();
        books
            .post(&transfer(1, house, wallet(1), 100), NOW)
            .unwrap();
        assert!(books.post(&transfer(2, house, wallet(1), 1), NOW).is_err());
    }

    #[test]
    fn time_never_runs_backwards_on_an_account() {
        let later: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let mut books = Books::default();
        let mint = AccountKey::mint(inr());
        books.post(&transfer(1, mint, wallet(1), 1), later).unwrap();
        assert_eq!(
            books
                .post(&transfer(2, mint, wallet(2), 1), NOW)
                .unwrap()
                .posted_at,
            later
        );
    }
}
