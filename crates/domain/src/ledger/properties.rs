//! Random lives of a ledger: whatever is asked of it, its rules hold, `verify` finds nothing wrong in what it wrote,
//! and finds every later change.
//!
//! 4,096 lives of 50 commands each, which takes seconds. A night has time for more:
//! `PROPTEST_CASES=100000 cargo nextest run --release --profile nightly -p ludger-domain properties`

use super::*;
use crate::Timestamp;
use crate::ids::{AccountId, HoldId, TransferId, UserId};
use crate::money::{Amount, CurrencyCode};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Debug, Clone, Copy)]
enum Command {
    Move {
        from: u8,
        to: u8,
        amount: i64,
        reference: Option<u8>,
        in_usd: bool,
    },
    Hold {
        user: u8,
        hold: u8,
        amount: i64,
    },
    Capture {
        hold: u8,
        amount: i64,
    },
    Release {
        hold: u8,
        amount: i64,
    },
    Reverse {
        earlier: usize,
    },
    Together {
        first: (u8, u8, i64),
        second: (u8, u8, i64),
    },
}

fn command() -> impl Strategy<Value = Command> {
    let amount = prop_oneof![1..100_i64, Just(i64::MAX), Just(i64::MAX - 5)];
    let step = (0..6_u8, 0..6_u8, amount.clone());
    prop_oneof![
        5 => (0..6_u8, 0..6_u8, amount.clone(), proptest::option::weighted(0.3, 0..4_u8), any::<bool>()).prop_map(
            |(from, to, amount, reference, in_usd)| Command::Move { from, to, amount, reference, in_usd }
        ),
        2 => (0..3_u8, 0..4_u8, 1..50_i64).prop_map(|(user, hold, amount)| Command::Hold { user, hold, amount }),
        2 => (0..4_u8, 0..30_i64).prop_map(|(hold, amount)| Command::Capture { hold, amount }),
        2 => (0..4_u8, 0..30_i64).prop_map(|(hold, amount)| Command::Release { hold, amount }),
        1 => (0..50_usize).prop_map(|earlier| Command::Reverse { earlier }),
        2 => (step.clone(), step).prop_map(|(first, second)| Command::Together { first, second }),
    ]
}

/// A life. It never gets shorter when a failure is made small: its commands become ones that ask for nothing.
fn commands() -> impl Strategy<Value = Vec<Command>> {
    proptest::collection::vec(command(), 50)
}

/// A ledger, everything that it posted, and the holds that were asked for.
#[derive(Default)]
struct Life {
    books: Books,
    posted: Vec<(Transfer, Posted)>,
    holds: BTreeMap<u8, Hold>,
    next: u128,
}

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn currency(in_usd: bool) -> CurrencyCode {
    if in_usd { "USD" } else { "INR" }.parse().unwrap()
}

/// Three users, then mint, house and fees.
fn account(number: u8, currency: CurrencyCode) -> AccountKey {
    match number {
        0..=2 => AccountKey::available(user(number), currency),
        3 => AccountKey::mint(currency),
        4 => AccountKey::house(currency),
        _ => AccountKey::system(Purpose::Fees, currency),
    }
}

fn user(number: u8) -> UserId {
    Uuid::from_u128(u128::from(number) + 1).into()
}

impl Life {
    /// Where everybody has something to lose.
    fn funded() -> Self {
        let mut life = Self::default();
        for to in 0..3 {
            life.run(Command::Move {
                from: 3,
                to,
                amount: 100,
                reference: None,
                in_usd: false,
            });
        }
        life
    }

    fn id(&mut self) -> TransferId {
        self.next += 1;
        Uuid::from_u128(self.next << 64).into()
    }

    fn run(&mut self, command: Command) {
        let transfers = self.transfers(command);
        self.post(transfers);
    }

    /// What a command asks for; nothing, where the rules of a transfer exclude it.
    #[expect(clippy::too_many_lines, reason = "one arm for each command")]
    fn transfers(&mut self, command: Command) -> Vec<Transfer> {
        match command {
            Command::Move {
                from,
                to,
                amount,
                reference,
                in_usd,
            } => {
                let code = currency(in_usd);
                let reference = reference.map(|n| Reference::try_from(format!("ref/{n}")).unwrap());
                let transfer = Transfer::build(self.id(), Category::Transfer, NOW)
                    .move_amount(account(from, code), account(to, code), amount)
                    .reference(reference)
                    .finish();
                transfer.into_iter().collect()
            }
            Command::Hold {
                user: owner,
                hold,
                amount,
            } => {
                let ids = (HoldId::from(Uuid::from_u128(u128::from(hold))), self.id());
                let amount = Amount {
                    minor: amount,
                    currency: currency(false),
                };
                let opened = Hold::open(ids, user(owner), amount, Category::Bet, None, NOW)
                    .finish()
                    .unwrap();
                if let Some(HoldChange::Open(opened)) = opened.hold() {
                    self.holds.entry(hold).or_insert(*opened);
                }
                vec![opened]
            }
            Command::Capture { hold, amount } => {
                let id = self.id();
                let to = AccountKey::house(currency(false));
                let capture = |hold: &Hold| hold.capture(id, to, amount, Category::Bet, NOW).ok();
                self.holds
                    .get(&hold)
                    .and_then(capture)
                    .into_iter()
                    .collect()
            }
            Command::Release { hold, amount } => {
                let id = self.id();
                self.holds
                    .get(&hold)
                    .and_then(|hold| hold.release(id, amount, NOW).ok())
                    .into_iter()
                    .collect()
            }
            Command::Reverse { earlier } => {
                let id = self.id();
                let original = self.posted.get(earlier).map(|(transfer, _)| transfer);
                let reversal =
                    original.and_then(|original| original.reversal(id, NOW).ok()?.finish().ok());
                reversal.into_iter().collect()
            }
            Command::Together { first, second } => {
                let code = currency(false);
                let mut between = |(from, to, amount)| {
                    let accounts = (account(from, code), account(to, code));
                    Transfer::between(self.id(), Category::Transfer, NOW, accounts, amount).ok()
                };
                [between(first), between(second)]
                    .into_iter()
                    .flatten()
                    .collect()
            }
        }
    }

    fn post(&mut self, transfers: Vec<Transfer>) {
        let before = self.balances();
        let must = |transfer| Posting {
            transfer,
            on_refusal: OnRefusal::RefuseAll,
        };
        let postings: Vec<_> = transfers.into_iter().map(must).collect();
        match self.books.decide(&postings, NOW) {
            Ok(outcomes) => {
                for (posting, outcome) in postings.into_iter().zip(outcomes) {
                    if let Outcome::Posted(posted) = outcome {
                        self.posted.push((posting.transfer, posted));
                    }
                }
            }
            Err(_) => assert_eq!(before, self.balances(), "a refusal leaves no trace"),
        }
    }

    fn balances(&self) -> BTreeMap<AccountId, AccountState> {
        self.books
            .changed()
            .map(|(id, state, _)| (id, *state))
            .collect()
    }

    /// Checks everything in the way that a store's `verify` does.
    fn verify(
        &self,
        posted: &[(Transfer, Posted)],
        balances: &BTreeMap<AccountId, AccountState>,
    ) -> Vec<Discrepancy> {
        let mut found = Vec::new();
        let mut chain = ChainCheck::start(0);
        for ((transfer, posted), sealed) in posted.iter().zip(self.chain()) {
            if let Err(discrepancy) = chain.next(sealed, transfer.id(), Ok(transfer), posted) {
                found.push(discrepancy);
                break;
            }
        }
        if found.is_empty() {
            let head = self.chain().last().copied().unwrap_or(Sealed::genesis(0));
            found.extend(chain.finish(head).err());
        }
        for (id, state) in balances {
            let mut check = AccountCheck::start(*id);
            let entries = posted
                .iter()
                .flat_map(|(_, posted)| posted.entries.iter().map(move |entry| (posted, entry)))
                .filter(|(_, entry)| entry.account == *id);
            for (posted, entry) in entries {
                found.extend(check.next(posted.transfer, posted.posted_at, entry).err());
            }
            found.extend(check.finish(state).err());
        }
        found
    }

    /// The chain as it was written.
    fn chain(&self) -> Vec<Sealed> {
        let seal = |head: &mut Sealed, (transfer, posted): &(Transfer, Posted)| {
            *head = head.next(transfer, posted);
            Some(*head)
        };
        self.posted.iter().scan(Sealed::genesis(0), seal).collect()
    }
}

fn check_rules(life: &Life) -> Result<(), TestCaseError> {
    let mut sums = BTreeMap::<CurrencyCode, i128>::new();
    for state in life.balances().values() {
        *sums.entry(state.key.currency).or_default() += i128::from(state.balance);
        prop_assert!(
            state.floor.is_none_or(|floor| state.balance >= floor),
            "{state:?}"
        );
    }
    prop_assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
    for user in 0..3 {
        let remaining: i64 = life
            .books
            .changed_holds()
            .filter(|hold| hold.user == self::user(user))
            .map(Hold::remaining)
            .sum();
        let held = life
            .books
            .account(AccountKey::held(self::user(user), currency(false)).id());
        prop_assert_eq!(
            held.map_or(0, |account| account.balance),
            remaining,
            "held is what the open holds have left"
        );
    }
    prop_assert_eq!(life.verify(&life.posted, &life.balances()), []);
    Ok(())
}

proptest! {
    #![proptest_config(super::tests::cases(4_096))]

    #[test]
    fn the_rules_hold_whatever_is_asked(commands in commands()) {
        let mut life = Life::funded();
        for command in commands {
            life.run(command);
        }
        check_rules(&life)?;
    }

    #[test]
    fn every_later_change_is_found(
        commands in commands(),
        place in any::<prop::sample::Index>(),
        tampering in 0..5_u8,
    ) {
        let mut life = Life::funded();
        for command in commands {
            life.run(command);
        }
        let place = place.index(life.posted.len());
        let (mut posted, mut balances) = (life.posted.clone(), life.balances());
        match tampering {
            0 => posted[place].1.entries[0].amount ^= 1,
            1 => posted[place].1.entries[0].balance_after ^= 1,
            2 => drop(posted.remove(place)),
            3 => posted.swap(0, place.max(1)),
            _ => balances.values_mut().next().unwrap().balance ^= 1,
        }
        let found = life.verify(&posted, &balances);
        prop_assert!(!found.is_empty(), "tampering {tampering} at {place}");
    }

    #[test]
    fn replaying_the_transfers_gives_the_same_results(commands in commands()) {
        let mut life = Life::funded();
        for command in commands {
            life.run(command);
        }
        let mut books = Books::default();
        for (transfer, posted) in &life.posted {
            prop_assert_eq!(&books.post(transfer, NOW).unwrap(), posted);
        }
    }
}
