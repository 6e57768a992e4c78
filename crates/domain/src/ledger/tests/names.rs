//! Names as they stand in JSON, in SQL and in logs: changing one changes what is stored.

use super::*;
use serde::Serialize;
use serde_json::{Value, json};

fn in_json(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn a_category_has_one_name() {
    for category in Category::ALL {
        assert_eq!(Category::from_name(category.as_str()), Some(*category));
        assert_eq!(in_json(category), category.as_str());
    }
    assert_eq!(Category::from_name("BET"), None);
    assert_eq!(Category::from_name(""), None);
}

#[test]
fn a_purpose_is_written_by_its_name() {
    assert_eq!(in_json(Purpose::House), "house");
    let jar = Purpose::Jar(Uuid::from_u128(7).into());
    assert_eq!(in_json(jar), "jar/00000000-0000-0000-0000-000000000007");
    assert_eq!(
        serde_json::from_value::<Purpose>(in_json(jar)).unwrap(),
        jar
    );
}

#[test]
fn a_provider_is_named_in_small_letters_digits_dashes_and_underscores() {
    for name in ["stripe", "pay_2-go", "0", "-", &"x".repeat(24)] {
        let provider: ProviderName = name.parse().unwrap();
        assert_eq!(provider.as_str(), name);
        assert_eq!(format!("{provider:?}"), name);
    }
    for name in ["", "Stripe", "a b", "a/b", "ü", "a.b", &"x".repeat(25)] {
        assert_eq!(name.parse::<ProviderName>(), Err(()), "{name}");
    }
}

#[test]
fn a_direction_is_a_word() {
    for direction in [Direction::Credit, Direction::Debit] {
        assert_eq!(in_json(direction), direction.as_str());
    }
    assert_eq!(Direction::Debit.as_str(), "debit");
}

#[test]
fn a_refusal_is_known_by_its_code() {
    let (transfer, hold) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
    let (account, available, required) = (wallet(1), 3, 4);
    let table = [
        (
            Refusal::InsufficientFunds {
                account,
                available,
                required,
            },
            "insufficient_funds",
        ),
        (Refusal::BalanceOverflow { account }, "balance_overflow"),
        (
            Refusal::ReferenceConflict {
                reference: Reference::try_from("x".to_owned()).unwrap(),
                transfer,
            },
            "reference_conflict",
        ),
        (
            Refusal::AlreadyReversed {
                original: transfer,
                by: transfer,
            },
            "already_reversed",
        ),
        (Refusal::UnknownHold { hold }, "unknown_hold"),
        (Refusal::HoldExists { hold }, "hold_exists"),
        (
            Refusal::HoldExceeded { hold, remaining: 0 },
            "hold_exceeded",
        ),
        (Refusal::HoldMismatch { hold }, "hold_mismatch"),
    ];
    for (refusal, code) in table {
        assert_eq!(refusal.code(), code);
        assert_eq!(in_json(&refusal)["code"], code, "{refusal}");
    }
}

#[test]
fn a_hash_is_told_in_hexadecimal() {
    let mut bytes = [0; 32];
    (bytes[0], bytes[31]) = (0xab, 0x01);
    let hash = ChainHash(bytes);
    let text = format!("ab{}01", "0".repeat(60));
    assert_eq!(hash.to_string(), text);
    assert_eq!(format!("{hash:?}"), text);
}

#[test]
fn an_owner_is_a_user_or_the_system() {
    assert_eq!(in_json(Owner::System), "system");
    assert_eq!(
        in_json(Owner::User(user(1))),
        json!({ "user": user(1).to_string() })
    );
}
