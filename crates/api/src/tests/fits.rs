//! Every answer that any test gets is held against the OpenAPI document: its status, its type, its body, its headers.

use super::harness::Answer;
use crate::openapi::openapi;
use crate::problem::FAULT_CODES;
use actix_web::http::Method;
use jsonschema::Validator;
use serde_json::Value;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(openapi()).unwrap());

/// Fails unless the document tells of this answer. What it does not tell of at all (routes of the tests' own, pages,
/// wrong methods) is let through.
pub(super) fn check(method: &Method, route: &str, answer: &Answer) {
    let operation = &DOCUMENT["paths"][route][method.as_str().to_lowercase()];
    if operation.is_null() {
        return;
    }
    let what = format!("{method} {route} → {}", answer.status);
    let response = &operation["responses"][answer.status.to_string()];
    assert!(
        !response.is_null(),
        "{what} is not in the document: {}",
        answer.body
    );
    for header in [
        "etag",
        "location",
        "retry-after",
        "link",
        "www-authenticate",
    ] {
        let told = response["headers"]
            .as_object()
            .into_iter()
            .flat_map(|headers| headers.keys());
        let told = told
            .map(|name| name.to_lowercase())
            .any(|name| name == header);
        assert!(
            told || answer.header(header).is_none(),
            "{what} has an untold {header}"
        );
    }
    if answer.status >= 400 {
        check_codes(answer);
    }
    let Some(contents) = response["content"].as_object() else {
        assert_eq!(answer.body, "", "{what} has an untold body");
        return;
    };
    let kind = answer.header("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let content = contents
        .get(kind)
        .unwrap_or_else(|| panic!("{what} has an untold type {kind}"));
    if matches!(kind, "application/json" | "application/problem+json") {
        let faults: Vec<_> = validator(&content["schema"])
            .iter_errors(&answer.json())
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(
            faults.is_empty(),
            "{what} does not fit: {faults:#?}\n{}",
            answer.body
        );
    }
}

/// Every fault that a problem tells of is in the table of the documentation.
fn check_codes(answer: &Answer) {
    let told = answer.json()["errors"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    for code in told.iter().map(|fault| fault["code"].as_str().unwrap()) {
        assert!(
            FAULT_CODES.iter().any(|row| row.code == code),
            "{code} is in no table"
        );
    }
}

/// Of a schema of the document.
pub(super) fn validator(schema: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = DOCUMENT["components"].clone();
    jsonschema::draft202012::options().build(&schema).unwrap()
}
