//! Wrong headers: tokens, encodings, keys, preconditions.

use super::asking::Asking;
use super::case::{Case, Expected};
use super::document::Operation;
use super::world::{self, World};

pub(super) fn cases(operation: &Operation, good: &Asking, world: &World) -> Vec<Case> {
    let mut cases = Cases {
        operation,
        all: Vec::new(),
    };
    if operation.is_signed_in() {
        tokens(&mut cases, good, world);
    }
    for encoding in ["gzip", "identity", "nonsense"] {
        cases.add(
            format!("Content-Encoding: {encoding}"),
            good.clone().header("Content-Encoding", encoding),
            Expected::problem(415, "unsupported_encoding"),
        );
    }
    if operation.header("Idempotency-Key").is_some() {
        keys(&mut cases, good);
    }
    if let Some(header) = operation.header("If-Match") {
        preconditions(&mut cases, good, header.is_required);
    }
    cases.all
}

/// Cases of one operation.
struct Cases<'a> {
    operation: &'a Operation,
    all: Vec<Case>,
}

impl Cases<'_> {
    fn add(&mut self, what: impl AsRef<str>, asking: Asking, expected: Expected) {
        self.all.push(Case {
            what: format!("{}: {}", self.operation, what.as_ref()),
            asking,
            expected,
        });
    }
}

fn tokens(cases: &mut Cases<'_>, good: &Asking, world: &World) {
    let expected = || Expected::problem(401, "not_signed_in");
    let without = Asking {
        token: None,
        ..good.clone()
    };
    cases.add("no token", without.clone(), expected());
    for value in [
        "Basic Z3JhY2U6c2V2ZW4=".to_owned(),
        world.all.access.clone(),
    ] {
        let asking = without.clone().header("Authorization", value);
        cases.add("another scheme", asking, expected());
    }
    if cases.operation.path == world::SIGN_OUT {
        // Who presents a token of nobody's is signed out already.
        return;
    }
    let strange = format!("lat_{}", "0".repeat(64));
    for token in [strange.as_str(), "nonsense", "", &world.all.refresh] {
        let asking = Asking {
            token: Some(token.to_owned()),
            ..good.clone()
        };
        cases.add(format!("the token '{token}'"), asking, expected());
    }
}

fn keys(cases: &mut Cases<'_>, good: &Asking) {
    let name = "Idempotency-Key";
    let without = good.clone().without_header(name);
    cases.add(
        "no key",
        without.clone(),
        Expected::problem(400, "idempotency_key_required"),
    );
    let expected = || Expected::problem(400, "invalid_idempotency_key");
    for key in ["", "a b", "ключ", &"k".repeat(256)] {
        cases.add(
            format!("the key '{key}'"),
            without.clone().header(name, key),
            expected(),
        );
    }
    cases.add("two keys", good.clone().header(name, "another"), expected());
}

fn preconditions(cases: &mut Cases<'_>, good: &Asking, is_required: bool) {
    let name = "If-Match";
    let without = good.clone().without_header(name);
    if is_required {
        cases.add(
            "no If-Match",
            without.clone(),
            Expected::problem(428, "precondition_required"),
        );
    }
    for tag in [
        "",
        "v1",
        "*",
        "W/\"v1\"",
        "\"v1\", \"v2\"",
        "\"1\"",
        "\"v1.5\"",
    ] {
        cases.add(
            format!("If-Match: {tag}"),
            without.clone().header(name, tag),
            Expected::problem(400, "invalid_precondition"),
        );
    }
    for tag in ["\"v999\"", "\"v0\"", "\"v-1\""] {
        cases.add(
            format!("If-Match: {tag}"),
            without.clone().header(name, tag),
            Expected::problem(412, "precondition_failed"),
        );
    }
}
