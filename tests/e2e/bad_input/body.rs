//! Wrong bodies.

use super::asking::Asking;
use super::case::{Case, Expected};
use super::document::{Document, Operation, has_type};
use serde_json::{Value, json};

/// More than any route takes.
const TOO_LARGE: usize = 8 * 1024 * 1024 + 1;

pub(super) fn cases(document: &Document, operation: &Operation, good: &Asking) -> Vec<Case> {
    if operation.bodies().is_empty() {
        return Vec::new();
    }
    let mut cases = Cases {
        operation,
        good,
        all: Vec::new(),
    };
    types(&mut cases);
    match operation.json(document) {
        Some(schema) => {
            documents(&mut cases);
            properties(&mut cases, document, schema);
        }
        None if operation.takes("image/png") => files(&mut cases),
        None => texts(&mut cases),
    }
    cases.all
}

/// Cases of one operation.
struct Cases<'a> {
    operation: &'a Operation,
    good: &'a Asking,
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

    /// With another body.
    fn bytes(&mut self, what: impl AsRef<str>, body: impl Into<Vec<u8>>, expected: Expected) {
        self.add(what, self.good.clone().bytes(body), expected);
    }

    /// With another value of a property.
    fn put(&mut self, name: &str, value: Value, expected: Expected) {
        let mut body = self.good.json();
        let what: String = format!("{name} is {value}").chars().take(80).collect();
        body[name] = value;
        self.bytes(what, body.to_string(), expected);
    }
}

fn types(cases: &mut Cases<'_>) {
    let with = |content_type: Option<&str>| Asking {
        content_type: content_type.map(str::to_owned),
        ..cases.good.clone()
    };
    let wrong = [
        None,
        Some("text/html"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=utf-16"),
        Some("nonsense"),
    ];
    for (kind, asking) in wrong.map(|kind| (kind, with(kind))) {
        cases.add(
            format!("the type {kind:?}"),
            asking,
            Expected::problem(415, "unsupported_media_type"),
        );
    }
    let too_large = Asking {
        announced: Some(TOO_LARGE),
        ..cases.good.clone()
    };
    cases.add(
        "a body too large",
        too_large,
        Expected::problem(413, "body_too_large"),
    );
}

/// Bodies that are not the JSON that they should be.
fn documents(cases: &mut Cases<'_>) {
    let right = String::from_utf8(cases.good.body.clone()).unwrap();
    let (cut, behind) = (right[..right.len() - 1].to_owned(), format!("{right} {{}}"));
    for broken in ["", "{", "nonsense", "{'a':1}", "{\"a\":1,}", &cut, &behind] {
        cases.bytes(
            format!("broken: {broken}"),
            broken,
            Expected::problem(400, "malformed_json"),
        );
    }
    cases.bytes(
        "not UTF-8",
        b"{\"a\":\"\xFF\"}".to_vec(),
        Expected::SomeProblem,
    );
    for depth in [33, 5_000] {
        let deep = format!(
            "{{\"nonsense\":{}{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        cases.bytes(
            format!("{depth} deep"),
            deep,
            Expected::problem(400, "json_too_deep"),
        );
    }
    // An object's values without their names are no object.
    let whole = cases.good.json();
    let values: Vec<_> = whole.as_object().unwrap().values().cloned().collect();
    let others = [
        json!(null),
        json!(true),
        json!(7),
        json!("x"),
        json!([]),
        json!([whole]),
        json!(values),
    ];
    for other in others {
        cases.bytes(
            format!("no object: {other}"),
            other.to_string(),
            Expected::invalid(""),
        );
    }
    if let Some((name, value)) = whole.as_object().unwrap().iter().next() {
        let twice = format!("{{\"{name}\":{value},{}", &right[1..]);
        cases.bytes(
            format!("{name} twice"),
            twice,
            Expected::invalid(format!("/{name}")),
        );
    }
    cases.put("nonsense", json!(1), Expected::invalid("/nonsense"));
    cases.put("a/b~c", json!(1), Expected::invalid("/a~1b~0c"));
}

fn properties(cases: &mut Cases<'_>, document: &Document, schema: &Value) {
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        let mut body = cases.good.json();
        body.as_object_mut().unwrap().remove(name);
        cases.bytes(
            format!("no {name}"),
            body.to_string(),
            Expected::invalid(format!("/{name}")),
        );
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let property = document.resolve(property);
        let invalid = || Expected::invalid(format!("/{name}"));
        let wrong = if has_type(property, "object") || property["properties"].is_object() {
            [json!(7), json!("x"), json!([7])]
        } else if has_type(property, "array") {
            [json!(7), json!("x"), json!({})]
        } else if has_type(property, "string") {
            [json!(7), json!([]), json!({})]
        } else {
            [json!("x"), json!([]), json!({})]
        };
        for value in wrong {
            cases.put(name, value, invalid());
        }
        if !has_type(property, "null") {
            cases.put(name, Value::Null, invalid());
        }
        if has_type(property, "integer") {
            for value in ["1.5", "1e30", "-9223372036854775809"] {
                let value = serde_json::from_str(value).unwrap();
                cases.put(name, value, invalid());
            }
            let below = property["minimum"].as_i64().map(|least| least - 1);
            let above = property["maximum"].as_i64().map(|most| most + 1);
            for value in below.into_iter().chain(above) {
                cases.put(name, value.into(), invalid());
            }
        }
        if has_type(property, "array") {
            lists(cases, document, name, property);
        }
        if has_type(property, "string") {
            strings(cases, name, property);
        }
    }
}

fn lists(cases: &mut Cases<'_>, document: &Document, name: &str, property: &Value) {
    let one = match &cases.good.json()[name] {
        Value::Array(items) if !items.is_empty() => items[0].clone(),
        _ => document.sample(&property["items"]),
    };
    let length = |rule: &str| property[rule].as_u64().map(|n| usize::try_from(n).unwrap());
    let distinct = |n: usize| match one.as_str() {
        // Repeats may not count.
        Some(text) => format!("{}{n:03}", &text[..text.len() - 3]).into(),
        None => one.clone(),
    };
    let too_many = length("maxItems").map(|most| (0..=most).map(distinct).collect::<Vec<_>>());
    let too_few = length("minItems").map(|least| vec![one.clone(); least - 1]);
    for items in too_many.into_iter().chain(too_few) {
        cases.put(name, items.into(), Expected::invalid(format!("/{name}")));
    }
    for item in [json!(7), Value::Null, json!([7]), json!([])] {
        cases.put(name, json!([one, item]), Expected::SomeProblem);
    }
}

/// Taken whatever they say.
const TAKEN: [&str; 1] = ["return_to"];

fn strings(cases: &mut Cases<'_>, name: &str, property: &Value) {
    if TAKEN.contains(&name) {
        return;
    }
    let invalid = || Expected::invalid(format!("/{name}"));
    let is_bound = !property["enum"].is_null() || !property["format"].is_null();
    if is_bound {
        for text in ["", "nonsense", &"x".repeat(5_000), "\0"] {
            cases.put(name, text.into(), invalid());
        }
        return;
    }
    match property["maxLength"].as_u64() {
        Some(most) => {
            let too_long = "x".repeat(usize::try_from(most).unwrap() + 1);
            cases.put(name, too_long.into(), invalid());
        }
        // No rule is told: a secret is only wrong, anything else is too long.
        None => cases.put(name, "x".repeat(5_000).into(), Expected::SomeProblem),
    }
    if let Some(least @ 1..) = property["minLength"].as_u64() {
        let too_short = "x".repeat(usize::try_from(least).unwrap() - 1);
        cases.put(name, too_short.into(), invalid());
    }
    cases.put(name, "a\0b".into(), Expected::SomeProblem);
    let mut body = cases.good.json();
    body[name] = "half".into();
    let halved = body.to_string().replace("\"half\"", "\"\\ud800\"");
    cases.bytes(
        format!("{name} is half a character"),
        halved,
        Expected::SomeProblem,
    );
}

/// Files that are no text.
fn texts(cases: &mut Cases<'_>) {
    cases.bytes(
        "not UTF-8",
        b"Which planet\xFF?".to_vec(),
        Expected::problem(400, "invalid_text"),
    );
}

fn files(cases: &mut Cases<'_>) {
    let cut = &cases.good.body[..cases.good.body.len() - 1];
    for body in [&b""[..], b"GIF89a, or so", cut] {
        cases.bytes(
            format!("{} bytes of no file", body.len()),
            body,
            Expected::problem(422, "invalid_media"),
        );
    }
}
