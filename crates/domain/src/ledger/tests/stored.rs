//! Books that begin with what a store has: the part that a ledger of years plays in one batch.

use super::*;
use crate::ids::HoldId;
use crate::money::Amount;

fn stored(key: AccountKey, balance: i64, sequence: i64) -> AccountState {
    AccountState {
        balance,
        sequence,
        ..AccountState::opened(key, later(10))
    }
}

fn changed(books: &Books) -> Vec<(AccountState, bool)> {
    let mut changed: Vec<_> = books
        .changed()
        .map(|(_, state, known)| (*state, known))
        .collect();
    changed.sort_by_key(|(state, _)| state.key);
    changed
}

#[test]
fn an_account_goes_on_from_what_the_store_has() {
    let mut books = Books::default();
    books.load(stored(wallet(1), 70, 3));
    let house = AccountKey::house(inr());
    assert_eq!(changed(&books), []);
    let id = Uuid::from_u128(1).into();
    let bet = |amount| Transfer::between(id, Category::Bet, NOW, (wallet(1), house), amount);
    assert_eq!(
        books.post(&bet(71).unwrap(), NOW),
        Err(Refusal::InsufficientFunds {
            account: wallet(1),
            available: 70,
            required: 71,
        })
    );
    assert_eq!(changed(&books), []);
    let posted = books.post(&bet(70).unwrap(), NOW).unwrap();
    assert_eq!(posted.posted_at, later(10), "not before what is there");
    assert_eq!(
        (posted.entries[0].sequence, posted.entries[0].balance_after),
        (4, 0)
    );
    let written: Vec<_> = changed(&books)
        .into_iter()
        .map(|(state, known)| (state.key, state.balance, state.sequence, known))
        .collect();
    assert_eq!(written, [(wallet(1), 0, 4, true), (house, 70, 1, false)]);
}

#[test]
fn an_account_that_can_count_no_further_takes_no_entry() {
    let mut books = Books::default();
    books.load(stored(wallet(1), 70, i64::MAX));
    let gift = gift(1, 1).finish().unwrap();
    let refused = Refusal::BalanceOverflow { account: wallet(1) };
    assert_eq!(books.post(&gift, NOW), Err(refused));
}

#[test]
fn a_floor_that_moved_has_to_be_written() {
    let house = AccountKey::house(inr());
    let mut books = Books::default();
    books.load(stored(house, 70, 3));
    books.set_floor(house, Some(-5), NOW).unwrap();
    let moved = AccountState {
        floor: Some(-5),
        ..stored(house, 70, 3)
    };
    assert_eq!(changed(&books), [(moved, true)]);
}

#[test]
fn who_is_below_the_floor_may_climb_and_not_fall() {
    let mut books = Books::default();
    books.load(stored(wallet(1), -70, 3));
    books.load(stored(wallet(2), 70, 3));
    let pay = |id, from, to| {
        let id = Uuid::from_u128(id).into();
        Transfer::between(id, Category::Transfer, NOW, (from, to), 5).unwrap()
    };
    let refused = books.post(&pay(1, wallet(1), wallet(2)), NOW);
    assert_eq!(
        refused,
        Err(Refusal::InsufficientFunds {
            account: wallet(1),
            available: 0,
            required: 5,
        })
    );
    assert!(books.post(&pay(2, wallet(2), wallet(1)), NOW).is_ok());
}

#[test]
fn a_reference_that_the_store_has_pays_no_more() {
    let reference = Reference::try_from("round/3".to_owned()).unwrap();
    let build = |id, amount| {
        gift(id, amount)
            .reference(reference.clone())
            .finish()
            .unwrap()
    };
    let first = build(1, 5);
    let known = Known {
        digest: first.content_digest(),
        posted: Books::default().post(&first, NOW).unwrap(),
    };
    let mut books = Books::default();
    books.load_reference(reference.clone(), known.clone());
    let posting = |transfer| Posting {
        transfer,
        on_refusal: OnRefusal::RefuseAll,
    };
    let again = books.decide(&[posting(build(2, 5))], NOW).unwrap();
    assert_eq!(again, [Outcome::AlreadyPosted(known.posted)]);
    assert_eq!(
        again[0].posted().map(|posted| posted.transfer),
        Some(first.id())
    );
    let (_, refusal) = books.decide(&[posting(build(3, 6))], NOW).unwrap_err();
    assert_eq!(refusal.code(), "reference_conflict");
    assert_eq!(changed(&books), []);
}

#[test]
fn what_the_store_has_as_reversed_is_not_reversed_again() {
    let original = gift(1, 5).finish().unwrap();
    let by = Uuid::from_u128(2).into();
    let mut books = Books::default();
    books.load(stored(wallet(1), 70, 3));
    books.load_reversal(original.id(), by);
    let again = original.reversal(Uuid::from_u128(3).into(), NOW).unwrap();
    assert_eq!(
        books.post(&again.finish().unwrap(), NOW),
        Err(Refusal::AlreadyReversed {
            original: original.id(),
            by,
        })
    );
}

#[test]
fn a_hold_goes_on_from_what_the_store_has() {
    let amount = Amount {
        minor: 60,
        currency: inr(),
    };
    let hold = Hold {
        id: HoldId::from(Uuid::from_u128(7)),
        user: user(1),
        amount,
        captured: 20,
        released: 10,
        expires_at: None,
    };
    let mut books = Books::default();
    books.load(stored(hold.held(), 30, 3));
    books.load_hold(hold);
    assert_eq!(books.changed_holds().count(), 0);
    let release = |id, amount| {
        hold.release(Uuid::from_u128(id).into(), amount, NOW)
            .unwrap()
    };
    let (hold_id, remaining) = (hold.id, 30);
    assert_eq!(
        books.post(&release(1, 31), NOW),
        Err(Refusal::HoldExceeded {
            hold: hold_id,
            remaining,
        })
    );
    assert_eq!(books.changed_holds().count(), 0);
    books.post(&release(2, 30), NOW).unwrap();
    let written: Vec<_> = books.changed_holds().map(|hold| hold.released).collect();
    assert_eq!(written, [40]);
    let id = Uuid::from_u128(3).into();
    let opened = Hold::open((hold_id, id), user(1), amount, Category::Bet, None, NOW);
    assert_eq!(
        books.post(&opened.finish().unwrap(), NOW),
        Err(Refusal::HoldExists { hold: hold_id })
    );
    let unknown = Hold {
        id: HoldId::from(Uuid::from_u128(8)),
        ..hold
    };
    let release = unknown.release(id, 1, NOW).unwrap();
    assert_eq!(
        books.post(&release, NOW),
        Err(Refusal::UnknownHold { hold: unknown.id })
    );
}
