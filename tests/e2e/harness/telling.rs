//! What would give an answer away.

use serde_json::Value;

/// What must not stand in anything that is told of an open question, wherever it stands.
const TELLING: [&str; 7] = [
    "is_correct",
    "solution",
    "explanation",
    "feedback",
    "credit",
    "weight",
    "points_awarded",
];

/// Nothing in it gives an answer away.
#[track_caller]
pub(crate) fn assert_tells_nothing(told: &Value) {
    if let Some(name) = telling(told) {
        panic!("{name} is told too early: {told}");
    }
}

fn telling(told: &Value) -> Option<&str> {
    match told {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let is_telling = TELLING.contains(&name.as_str());
            is_telling.then_some(&**name).or_else(|| telling(value))
        }),
        Value::Array(items) => items.iter().find_map(telling),
        _ => None,
    }
}
