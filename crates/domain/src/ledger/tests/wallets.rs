//! What a user sees.

use super::*;

#[test]
fn a_wallet_is_what_is_available_and_what_is_held() {
    let empty = Wallet::empty(inr());
    assert_eq!((empty.total(), empty.updated_at), (0, None));
    let wallet = |available, held| Wallet {
        available,
        held,
        ..empty
    };
    assert_eq!(wallet(70, 30).total(), 100);
    assert_eq!(wallet(i64::MAX, 1).total(), i64::MAX);
}

fn seen(amount: i64, deleted_at: Option<Timestamp>) -> Transaction {
    Transaction {
        account: wallet(1),
        sequence: 1,
        transfer: Uuid::from_u128(1).into(),
        amount,
        balance_after: 0,
        category: Category::Bonus,
        description: None,
        metadata: None,
        created_at: later(1),
        deleted_at,
    }
}

#[test]
fn an_entry_is_a_credit_or_a_debit_of_so_much() {
    let told = |amount| {
        let seen = seen(amount, None);
        let magnitude = seen.magnitude();
        assert_eq!(magnitude.currency, inr());
        (seen.direction(), magnitude.minor)
    };
    assert_eq!(told(5), (Direction::Credit, 5));
    assert_eq!(told(-5), (Direction::Debit, 5));
    assert_eq!(told(i64::MIN), (Direction::Debit, i64::MAX));
}

#[test]
fn hiding_an_entry_is_the_last_that_happens_to_it() {
    assert_eq!(seen(5, None).updated_at(), later(1));
    assert_eq!(seen(5, Some(later(9))).updated_at(), later(9));
}
