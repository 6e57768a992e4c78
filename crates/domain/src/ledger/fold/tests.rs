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

#[test]
fn account_ids_spread_over_the_table() {
    let table = BuildHasherDefault::<IdHasher>::default();
    let hash = |n| std::hash::BuildHasher::hash_one(&table, wallet(n).id());
    let hashes: std::collections::HashSet<_> = (0..1_000).map(hash).collect();
    assert_eq!(hashes.len(), 1_000);
}
