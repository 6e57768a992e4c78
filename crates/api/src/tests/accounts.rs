//! Becoming a user, staying signed in, and who may do what, over HTTP.

mod admins;
mod allow_list;
mod api_tokens;
mod change_email;
mod cookies;
mod export_me;
mod invitations;
mod jobs;
mod managing;
mod my_sessions;
mod profile;
mod register_tells_nothing;
mod second_factor;
mod sign_in;
mod sign_up;
pub(super) mod world;

use super::harness::Answer;
use serde_json::{Value, json};

/// Status and body, without what differs from run to run.
fn told(answer: &Answer) -> Value {
    let mut body = answer.json();
    redact(&mut body);
    json!({ "status": answer.status, "body": body })
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(redact),
        Value::Array(items) => items.iter_mut().for_each(redact),
        Value::String(text) if text.parse::<uuid::Uuid>().is_ok() => *value = "[id]".into(),
        _ => {}
    }
}

/// What is wrong with which field: pointer and code.
fn faults(answer: &Answer) -> Vec<String> {
    let told = answer.faults().into_iter();
    told.map(|(pointer, code)| format!("{pointer} {code}"))
        .collect()
}
