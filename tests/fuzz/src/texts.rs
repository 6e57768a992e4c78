//! The small texts that a transfer carries.

use crate::input::text;
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{
    AccountKey, Category, Description, Metadata, Owner, Purpose, Reference,
};
use ludger_domain::money::CurrencyCode;
use serde_json::Value;
use uuid::Uuid;

/// Names and words: whatever is taken is kept as it was, and reads back.
pub(crate) fn texts(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(reference) = Reference::try_from(text.to_owned()) {
        assert_eq!(reference.as_str(), text);
        assert!((1..=200).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()));
    }
    if let Ok(description) = Description::try_from(text.to_owned()) {
        assert_eq!(description.as_str(), text);
        assert!((1..=255).contains(&text.chars().count()));
    }
    if let Some(category) = Category::from_name(text) {
        assert_eq!(category.as_str(), text);
    }
    if let Ok(code) = text.parse::<CurrencyCode>() {
        assert_eq!(code.as_str(), text);
    }
    if let Ok(purpose) = text.parse::<Purpose>() {
        is_a_purpose(purpose);
    }
}

/// A purpose has one name, and belongs to users or to the system but never to both.
fn is_a_purpose(purpose: Purpose) {
    assert_eq!(purpose.to_string().parse(), Ok(purpose));
    let currency = "WISE".parse().expect("a code");
    let owners = [Owner::System, Owner::User(UserId::from(Uuid::from_u128(1)))];
    let [of_system, of_user] = owners.map(|owner| AccountKey {
        owner,
        purpose,
        currency,
    });
    assert_ne!(of_system.is_well_formed(), of_user.is_well_formed());
    assert_ne!(of_system.id(), of_user.id());
    assert_ne!(
        of_system.id(),
        AccountKey::system(Purpose::Mint, "INR".parse().expect("a code")).id()
    );
}

/// Data for machines, from the request to the store and back into an answer.
pub(crate) fn metadata(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let is_object = value.is_object();
    let Ok(metadata) = Metadata::try_from(value) else {
        return;
    };
    assert!(is_object && metadata.as_str().len() <= 4096);
    let stored = Metadata::restore(metadata.as_str());
    assert_eq!(stored.as_ref(), Ok(&metadata));
    // An answer that is told again is told from what was made of the first one.
    let told = Value::from(metadata.clone());
    assert_eq!(Metadata::try_from(told), Ok(metadata));
}
