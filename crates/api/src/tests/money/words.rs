//! Words to write tests in.

use super::world::Person;
use crate::tests::harness::Answer;
use actix_web::http::header;
use actix_web::test::TestRequest;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) const TRANSFERS: &str = "/v1/ledger/transfers";
pub(super) const BATCH: &str = "/v1/ledger/transfers/batch";
pub(super) const ADJUSTMENTS: &str = "/v1/admin/adjustments";

/// A request with a body.
pub(super) fn post(path: &str, body: &Value) -> TestRequest {
    TestRequest::post().uri(path).set_json(body)
}

/// A request with a body and a key.
pub(super) fn keyed(path: &str, key: &str, body: &Value) -> TestRequest {
    post(path, body).insert_header(("idempotency-key", key))
}

/// What a person gives to the house.
pub(super) fn stake(person: &Person, amount: &str, currency: &str) -> Value {
    transfer("bet", &user(person), &system("house"), amount, currency)
}

/// `amount` from one account to another.
pub(super) fn transfer(
    category: &str,
    from: &Value,
    to: &Value,
    amount: &str,
    currency: &str,
) -> Value {
    json!({
        "category": category,
        "entries": [
            { "account": from, "amount": format!("-{amount}"), "currency": currency },
            { "account": to, "amount": amount, "currency": currency },
        ],
    })
}

pub(super) fn user(person: &Person) -> Value {
    json!({ "user": person.id })
}

pub(super) fn system(purpose: &str) -> Value {
    json!({ "system": purpose })
}

/// The same with one member more.
pub(super) fn and(mut body: Value, member: &str, value: impl Into<Value>) -> Value {
    body[member] = value.into();
    body
}

impl Answer {
    /// Status, the headers that say something, and the body; ids and times are left out of it.
    pub(in crate::tests) fn told(&self) -> String {
        let names = [
            header::LOCATION.as_str(),
            header::LINK.as_str(),
            "idempotent-replayed",
        ];
        let headers: String = names
            .iter()
            .filter_map(|name| Some(format!("{name}: {}\n", redacted(self.header(name)?))))
            .collect();
        let body = if self.body.is_empty() {
            Value::Null
        } else {
            settled(self.json())
        };
        format!("{}\n{headers}{body:#}", self.status)
    }

    /// Status and code.
    pub(in crate::tests) fn refusal(&self) -> (u16, String) {
        (self.status, self.code())
    }

    /// Pointer and code of each fault.
    pub(in crate::tests) fn faults(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let errors = self.json()["errors"].as_array().unwrap().clone();
        errors
            .iter()
            .map(|error| (text(&error["pointer"]), text(&error["code"])))
            .collect()
    }
}

/// A value that is the same in every run, its members in alphabetical order.
fn settled(value: Value) -> Value {
    match value {
        Value::String(text) if text.parse::<Timestamp>().is_ok() => "[time]".into(),
        Value::String(text) => redacted(&text).into(),
        Value::Array(items) => items.into_iter().map(settled).collect(),
        Value::Object(members) => {
            let sorted: BTreeMap<_, _> = members.into_iter().collect();
            let settle = |(name, value): (String, Value)| {
                let hidden = name == "next_cursor" && value.is_string();
                let value = if hidden {
                    "[cursor]".into()
                } else {
                    settled(value)
                };
                (name, value)
            };
            Value::Object(sorted.into_iter().map(settle).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// The text without its ids.
fn redacted(text: &str) -> String {
    let id = |at: usize| {
        text.get(at..at + 36)
            .filter(|part| part.parse::<Uuid>().is_ok())
    };
    match (0..text.len()).find_map(id) {
        Some(id) => redacted(&text.replace(id, "[id]")),
        None => text.to_owned(),
    }
}
