//! Rules between the fields of a body: JSON Schema has words for them, and the types that bodies are read into have not.

use ludger_domain::quiz::QuestionKind::{
    self, Match, Multiple, Numeric, Order, Single, Text, TrueFalse,
};
use serde_json::{Value, json};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};

/// Adds the rules to the bodies.
pub(super) fn complete(document: &mut OpenApi) {
    let schemas = &mut document.components.get_or_insert_default().schemas;
    for (name, word, rules) in [
        ("NewQuestion", "allOf", question()),
        ("Account", "oneOf", account()),
    ] {
        if let Some(RefOr::T(Schema::Object(object))) = schemas.get_mut(name) {
            object.extensions = Some([(word, rules)].into_iter().collect());
        }
    }
}

/// What each kind of question asks of its answers.
fn question() -> Value {
    let is_right =
        json!({"properties": {"is_correct": {"const": true}}, "required": ["is_correct"]});
    let number = json!({"pattern": r"^-?[0-9]+(\.[0-9]+)?$", "maxLength": 30});
    json!([
        answers(
            &[Single, Multiple, Order, Match],
            &json!({"minItems": 2, "maxItems": 6}),
        ),
        answers(&[TrueFalse], &json!({"minItems": 2, "maxItems": 2})),
        answers(
            &[Single, TrueFalse],
            &json!({"contains": is_right, "minContains": 1, "maxContains": 1}),
        ),
        answers(&[Multiple], &json!({"contains": is_right})),
        answers(
            &[Single, Multiple, TrueFalse, Text, Order],
            &each(&json!({"counterpart": {"type": "null"}})),
        ),
        answers(
            &[TrueFalse],
            &each(&json!({"content": {"enum": ["True", "False"]}})),
        ),
        answers(
            &[Numeric],
            &each(&json!({"content": number, "counterpart": number})),
        ),
        answers(
            &[Match],
            &json!({"items": {"properties": {"counterpart": {"type": "string"}}, "required": ["counterpart"]}}),
        ),
    ])
}

/// If it is of one of these kinds, then its answers keep to this.
fn answers(kinds: &[QuestionKind], rule: &Value) -> Value {
    let kinds: Vec<_> = kinds.iter().map(|kind| kind.as_str()).collect();
    json!({
        "if": {"properties": {"kind": {"enum": kinds}}},
        "then": {"properties": {"answers": rule}},
    })
}

/// Each of them has such properties.
fn each(properties: &Value) -> Value {
    json!({"items": {"properties": properties}})
}

/// A user's with its purpose, or one of the deployment's.
fn account() -> Value {
    let (given, missing) = (json!({"type": "string"}), json!({"type": "null"}));
    json!([
        {"title": "of a user", "required": ["user"], "properties": {"user": given, "system": missing}},
        {
            "title": "of the deployment",
            "required": ["system"],
            "properties": {"system": given, "user": missing, "purpose": missing},
        },
    ])
}
