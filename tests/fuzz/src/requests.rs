//! Requests of strangers who have a token.

use crate::app::{Answer, ask};
use crate::input::{choice, text};
use actix_web::http::Uri;
use actix_web::http::header::HeaderValue;
use actix_web::test::TestRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ludger_ports::IdempotencyKey;
use serde_json::Value;

/// Where a body can be sent again and again and nothing comes of it: rehearsals, and what names nobody.
const TAKERS: [&str; 7] = [
    "/v1/ledger/transfers?dry_run=true",
    "/v1/ledger/transfers",
    "/v1/ledger/transfers/batch",
    "/v1/questions/import?dry_run=true&format=json",
    "/v1/auth/sign-in",
    "/v1/auth/refresh",
    "/v1/setup",
];

/// A digit for the route; then the body.
pub(crate) fn bodies(data: &[u8]) {
    let Some((path, body)) = choice(&TAKERS, data) else {
        return;
    };
    let request = TestRequest::post()
        .uri(path)
        .insert_header(("Content-Type", "application/json"))
        .set_payload(body.to_vec());
    let answer = ask(request);
    let document = serde_json::from_slice(body).ok();
    pointers_point(&answer, document.as_ref());
}

/// The lists, each with the name of its cursor's neighbour.
const LISTS: [&str; 6] = [
    "/v1/me/transactions",
    "/v1/ledger/accounts",
    "/v1/admin/users",
    "/v1/topics",
    "/v1/questions",
    "/v1/sessions",
];

/// A digit for the list; then the query.
pub(crate) fn queries(data: &[u8]) {
    let Some((path, query)) = choice(&LISTS, data) else {
        return;
    };
    let Some(query) = text(query) else { return };
    let uri = format!("{path}?{query}");
    if uri.parse::<Uri>().is_ok() {
        pointers_point(&ask(TestRequest::get().uri(&uri)), None);
    }
}

/// A digit for the list, a digit for the list whose cursor is bent, and how: where, and by which bits. What is left is
/// sent as it is too.
pub(crate) fn cursors(data: &[u8]) {
    let Some((path, data)) = choice(&LISTS, data) else {
        return;
    };
    for cursor in [
        text(data).map(str::to_owned),
        Some(URL_SAFE_NO_PAD.encode(data)),
    ] {
        if let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty() && is_in_a_query(cursor)) {
            assert!(is_refused(path, &cursor), "{path}: {cursor}");
        }
    }
    let Some((other, &[at, bits, ..])) = choice(&LISTS, data) else {
        return;
    };
    let Some(genuine) = genuine(other) else {
        return;
    };
    assert_eq!(is_refused(path, &genuine), path != other, "{path}");
    let mut bent = URL_SAFE_NO_PAD.decode(&genuine).expect("its own cursor");
    let at = usize::from(at) % bent.len();
    if let Some(byte) = bent.get_mut(at).filter(|_| bits != 0) {
        *byte ^= bits;
        assert!(is_refused(other, &URL_SAFE_NO_PAD.encode(bent)), "{other}");
    }
}

/// Whether it means itself in a query.
fn is_in_a_query(cursor: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~=".contains(c);
    cursor.chars().all(plain)
}

/// The cursor behind the first item of the list, if there is another.
fn genuine(path: &str) -> Option<String> {
    let page = ask(TestRequest::get().uri(&format!("{path}?limit=1")));
    Some(page.body["next_cursor"].as_str()?.to_owned())
}

fn is_refused(path: &str, cursor: &str) -> bool {
    let uri = format!("{path}?limit=1&cursor={cursor}");
    let answer = ask(TestRequest::get().uri(&uri));
    assert!(matches!(answer.status, 200 | 400), "{uri}: {}", answer.body);
    answer.code() == Some("invalid_cursor")
}

/// The header, line by line, on a request that is refused for its body at the latest.
pub(crate) fn idempotency_key(data: &[u8]) {
    let mut request = TestRequest::post()
        .uri("/v1/admin/adjustments")
        .insert_header(("Content-Type", "application/json"))
        .set_payload("{}");
    let lines: Vec<_> = data.split(|byte| *byte == b'\n').collect();
    for line in &lines {
        let Ok(value) = HeaderValue::from_bytes(line) else {
            return;
        };
        request = request.append_header(("Idempotency-Key", value));
    }
    let is_key = match lines.as_slice() {
        [line] => text(line).is_some_and(|line| IdempotencyKey::try_from(line).is_ok()),
        _ => false,
    };
    let answer = ask(request);
    let refused = answer.code() == Some("invalid_idempotency_key");
    assert_eq!(refused, !is_key, "{}: {}", answer.status, answer.body);
}

/// Each fault of a problem is at a pointer (RFC 6901) to something in the document, or to something missing in it.
fn pointers_point(answer: &Answer, document: Option<&Value>) {
    let faults = answer.body["errors"].as_array();
    for fault in faults.into_iter().flatten() {
        let pointer = fault["pointer"].as_str().expect("a pointer");
        assert!(is_pointer(pointer), "{pointer:?}");
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        if let Some(document) = document {
            assert!(document.pointer(parent).is_some(), "{pointer}: {document}");
        }
    }
}

fn is_pointer(text: &str) -> bool {
    let escaped = |part: &str| {
        let mut tildes = part.split('~').skip(1);
        tildes.all(|rest| rest.starts_with(['0', '1']))
    };
    text.is_empty() || (text.starts_with('/') && escaped(text))
}
