//! Keys, floors, and what can be spent.

use super::*;

#[test]
fn a_user_owns_no_system_account_and_the_system_no_wallet() {
    let id = Uuid::from_u128(7);
    let of_users = [Purpose::Available, Purpose::Held, Purpose::Jar(id.into())];
    let of_the_system = [
        Purpose::Mint,
        Purpose::House,
        Purpose::Pool(id.into()),
        Purpose::Clearing("stripe".parse().unwrap()),
        Purpose::Fees,
        Purpose::Owed,
    ];
    let currency = inr();
    let key = |owner, purpose| AccountKey {
        owner,
        purpose,
        currency,
    };
    for purpose in of_users {
        assert!(key(Owner::User(user(1)), purpose).is_well_formed());
        assert!(!key(Owner::System, purpose).is_well_formed());
    }
    for purpose in of_the_system {
        assert!(key(Owner::System, purpose).is_well_formed());
        assert!(!key(Owner::User(user(1)), purpose).is_well_formed());
    }
}

#[test]
fn a_key_is_told_as_a_path() {
    let owner = user(1);
    assert_eq!(wallet(1).to_string(), format!("user/{owner}/available/INR"));
    assert_eq!(AccountKey::house(inr()).to_string(), "system/house/INR");
    let clearing = Purpose::Clearing("pay_2-go".parse().unwrap());
    let key = AccountKey::system(clearing, usd());
    assert_eq!(key.to_string(), "system/clearing/pay_2-go/USD");
}

#[test]
fn keys_that_differ_anywhere_have_other_ids() {
    let id = Uuid::from_u128(7);
    let system = |purpose| AccountKey::system(purpose, inr());
    let keys = [
        wallet(1),
        wallet(2),
        AccountKey::available(user(1), usd()),
        AccountKey::held(user(1), inr()),
        AccountKey::jar(user(1), id.into(), inr()),
        AccountKey::jar(user(1), Uuid::from_u128(8).into(), inr()),
        system(Purpose::Mint),
        system(Purpose::House),
        system(Purpose::Fees),
        system(Purpose::Owed),
        system(Purpose::Pool(id.into())),
        system(Purpose::Clearing("a".parse().unwrap())),
        system(Purpose::Clearing("b".parse().unwrap())),
    ];
    for (index, key) in keys.iter().enumerate() {
        for other in &keys[..index] {
            assert_ne!(key.id(), other.id(), "{key} and {other}");
        }
    }
}

#[test]
fn only_the_mint_and_outside_money_go_below_zero_by_default() {
    let floor = |purpose| AccountKey::system(purpose, inr()).default_floor();
    assert_eq!(floor(Purpose::Mint), None);
    assert_eq!(floor(Purpose::Clearing("stripe".parse().unwrap())), None);
    assert_eq!(floor(Purpose::Owed), None);
    assert_eq!(floor(Purpose::House), Some(0));
    assert_eq!(floor(Purpose::Fees), Some(0));
    assert_eq!(wallet(1).default_floor(), Some(0));
}

fn with(balance: i64, floor: Option<i64>) -> AccountState {
    AccountState {
        balance,
        floor,
        ..AccountState::opened(wallet(1), NOW)
    }
}

#[test]
fn what_can_be_spent_is_what_stands_above_the_floor() {
    assert_eq!(with(70, Some(0)).spendable(), Some(70));
    assert_eq!(with(70, Some(-30)).spendable(), Some(100));
    assert_eq!(with(-5, Some(0)).spendable(), Some(-5));
    assert_eq!(with(70, None).spendable(), None);
}

#[test]
fn a_floor_may_touch_the_balance_and_not_pass_it() {
    let account = with(70, Some(0));
    assert_eq!(account.with_floor(Some(70)), Ok(with(70, Some(70))));
    assert_eq!(account.with_floor(None), Ok(with(70, None)));
    assert_eq!(
        account.with_floor(Some(71)),
        Err(Refusal::InsufficientFunds {
            account: wallet(1),
            available: 70,
            required: 71,
        })
    );
}
