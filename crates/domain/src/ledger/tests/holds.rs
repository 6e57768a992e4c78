//! A hold by itself: its steps, and what is left of it.

use super::*;
use crate::ids::HoldId;
use crate::money::Amount;

fn hold() -> Hold {
    Hold {
        id: HoldId::from(Uuid::from_u128(7)),
        user: user(1),
        amount: Amount {
            minor: 60,
            currency: inr(),
        },
        captured: 20,
        released: 10,
        expires_at: None,
    }
}

#[test]
fn a_step_takes_no_more_than_what_is_left() {
    let id = hold().id;
    let capture = |amount| hold().step(HoldChange::Capture { id, amount });
    let release = |amount| hold().step(HoldChange::Release { id, amount });
    assert_eq!(hold().remaining(), 30);
    assert_eq!(
        capture(30).map(|hold| (hold.captured, hold.remaining())),
        Ok((50, 0))
    );
    assert_eq!(
        release(30).map(|hold| (hold.released, hold.remaining())),
        Ok((40, 0))
    );
    assert_eq!(capture(1).map(|hold| hold.remaining()), Ok(29));
    for amount in [31, 0, -1, i64::MIN, i64::MAX] {
        let exceeded = Err(Refusal::HoldExceeded {
            hold: id,
            remaining: 30,
        });
        assert_eq!(capture(amount), exceeded, "{amount}");
        assert_eq!(release(amount), exceeded, "{amount}");
    }
    assert_eq!(
        hold().step(HoldChange::Open(hold())),
        Err(Refusal::HoldExists { hold: id })
    );
}

#[test]
fn a_step_is_named_and_says_what_it_moves() {
    let id = hold().id;
    let table = [
        (HoldChange::Open(hold()), "open", 60),
        (HoldChange::Capture { id, amount: 5 }, "capture", -5),
        (HoldChange::Release { id, amount: 6 }, "release", -6),
    ];
    for (change, name, moved) in table {
        assert_eq!(change.step(), name);
        assert_eq!(change.id(), id);
        assert_eq!(change.on_held(), moved);
    }
}

#[test]
fn what_a_step_is_of_is_part_of_its_digest() {
    let id = hold().id;
    let digest = |change| {
        let transfer = gift(1, 5).restore(None, change).finish().unwrap();
        transfer.content_digest()
    };
    let other = HoldId::from(Uuid::from_u128(8));
    let digests = [
        digest(None),
        digest(Some(HoldChange::Capture { id, amount: 5 })),
        digest(Some(HoldChange::Release { id, amount: 5 })),
        digest(Some(HoldChange::Capture {
            id: other,
            amount: 5,
        })),
    ];
    for (index, one) in digests.iter().enumerate() {
        assert!(!digests[..index].contains(one), "{index}");
    }
}

#[test]
fn a_hold_takes_from_what_is_available_and_keeps_it_apart() {
    let (ids, amount) = ((hold().id, Uuid::from_u128(1).into()), hold().amount);
    let opened = Hold::open(ids, user(1), amount, Category::Bet, Some(later(9)), NOW);
    let opened = opened.finish().unwrap();
    let moved: Vec<_> = opened.entries().iter().map(|e| (e.key, e.amount)).collect();
    let held = AccountKey::held(user(1), inr());
    assert_eq!(moved, [(wallet(1), -60), (held, 60)]);
    let Some(HoldChange::Open(made)) = opened.hold().copied() else {
        panic!("opens a hold")
    };
    assert_eq!((made.captured, made.released), (0, 0));
    assert_eq!(made.expires_at, Some(later(9)));

    let id = Uuid::from_u128(2).into();
    let released = made.release(id, 60, NOW).unwrap();
    assert_eq!(released.category(), Category::Refund);
    let moved: Vec<_> = released
        .entries()
        .iter()
        .map(|e| (e.key, e.amount))
        .collect();
    assert_eq!(moved, [(held, -60), (wallet(1), 60)]);
    assert!(made.release(id, 0, NOW).is_err());
    let elsewhere = AccountKey::house(usd());
    assert!(made.capture(id, elsewhere, 1, Category::Bet, NOW).is_err());
}
