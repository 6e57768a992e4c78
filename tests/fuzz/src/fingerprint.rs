//! What tells whether two requests, or two transfers, are the same.

use crate::input::parts;
use ludger_domain::Timestamp;
use ludger_domain::ids::{TransferId, UserId};
use ludger_domain::ledger::{AccountKey, Category, Description, Reference, Transfer};
use ludger_ports::{Fingerprint, IdempotencyKey, IdempotencyScope};
use serde_json::Value;
use uuid::Uuid;

/// Two texts, parted by NUL: as documents, and as neighbours in one digest.
pub(crate) fn fingerprint(data: &[u8]) {
    let Some([one, other]) = parts(data) else {
        return;
    };
    let documents = (serde_json::from_str(one), serde_json::from_str(other));
    if let (Ok(one), Ok(other)) = documents {
        is_canonical(&one);
        same_when_equal(&one, &other);
    }
    let whole = format!("{one}{other}");
    for (at, _) in whole.char_indices() {
        let moved = whole.split_at(at);
        if moved != (one, other) {
            differs(scope((one, other)), scope(moved), &whole);
            differs(content((one, other)), content(moved), &whole);
        }
    }
}

/// However the document is written, it is the same one.
fn is_canonical(document: &Value) {
    let pretty = serde_json::to_string_pretty(document).expect("a document is written");
    for text in [pretty, backwards(document)] {
        let again: Value = serde_json::from_str(&text).expect("it reads back");
        assert_eq!(Fingerprint::of(&again), Fingerprint::of(document), "{text}");
    }
}

/// The document with the members of each object in the opposite order.
fn backwards(document: &Value) -> String {
    match document {
        Value::Object(members) => {
            let members = members.iter().rev();
            let members = members.map(|(name, value)| {
                let name = Value::from(name.as_str());
                format!("{name}: {}", backwards(value))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(" ,"))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(backwards).collect();
            format!("[\n{}\n]", items.join(" , "))
        }
        plain => plain.to_string(),
    }
}

fn same_when_equal(one: &Value, other: &Value) {
    let same = Fingerprint::of(one) == Fingerprint::of(other);
    // -0.0 and 0.0 are equal and written differently, so for numbers their text decides.
    let (written, other_written) = (one.to_string(), other.to_string());
    assert_eq!(same, written == other_written, "{one} {other}");
    assert!(!same || one == other, "{one} {other}");
}

/// A key, and the operation that it is for.
fn scope((operation, key): (&str, &str)) -> Option<[u8; 16]> {
    let scope = IdempotencyScope {
        principal: UserId::from(Uuid::from_u128(1)),
        operation: operation.to_owned(),
        key: IdempotencyKey::try_from(key).ok()?,
    };
    Some(scope.digest())
}

/// A transfer's texts, which stand side by side in its digest; an empty one is left out.
fn content((description, reference): (&str, &str)) -> Option<[u8; 32]> {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let description = given(description).map(Description::try_from).transpose();
    let reference = given(reference).map(Reference::try_from).transpose();
    let wise = "WISE".parse().ok()?;
    let player = AccountKey::available(UserId::from(Uuid::from_u128(1)), wise);
    let id = TransferId::from(Uuid::from_u128(2));
    let transfer = Transfer::build(id, Category::Reward, Timestamp::UNIX_EPOCH)
        .move_amount(AccountKey::mint(wise), player, 1)
        .describe(description.ok()?)
        .reference(reference.ok()?)
        .finish();
    Some(transfer.ok()?.content_digest())
}

fn differs<const N: usize>(one: Option<[u8; N]>, other: Option<[u8; N]>, whole: &str) {
    let same = one.is_some() && one == other;
    assert!(!same, "two things of one digest: {whole:?}");
}
