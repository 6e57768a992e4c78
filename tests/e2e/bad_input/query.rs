//! Wrong parameters.

use super::asking::Asking;
use super::case::{Case, Expected};
use super::document::{Document, Operation, Parameter, has_type};
use reqwest::Method;

pub(super) fn cases(document: &Document, operation: &Operation, good: &Asking) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |what: String, asking: Asking, expected: Expected| {
        cases.push(Case {
            what: format!("{operation}: {what}"),
            asking,
            expected,
        });
    };
    // What takes no parameters looks at none.
    let takes_some = !operation.parameters("query").is_empty();
    for name in ["nonsense", "offset"].iter().filter(|_| takes_some) {
        add(
            format!("?{name}=1"),
            good.clone().query(name, "1"),
            Expected::invalid_query(name),
        );
    }
    for parameter in operation.parameters("query") {
        let name = parameter.name.as_str();
        let without = good.clone().without_query(name);
        if parameter.is_required {
            add(
                format!("no {name}"),
                without.clone(),
                Expected::invalid_query(name),
            );
        }
        let right = escape(document, &parameter);
        add(
            format!("{name} twice"),
            without.clone().query(name, &right).query(name, &right),
            Expected::invalid_query(name),
        );
        for value in wrong(&parameter) {
            let expected = if name == "cursor" {
                Expected::problem(400, "invalid_cursor")
            } else {
                Expected::invalid_query(name)
            };
            add(
                format!("?{name}={value}"),
                without.clone().query(name, &value),
                expected,
            );
        }
        if operation.method == Method::GET {
            for value in ["%00", "%FF", "%", "%F0%9F%8E%B2", "'", "%25_"] {
                add(
                    format!("?{name}={value}"),
                    without.clone().query(name, value),
                    Expected::Odd,
                );
            }
        }
    }
    cases
}

fn escape(document: &Document, parameter: &Parameter) -> String {
    let right = if parameter.example.is_null() {
        document.sample(&parameter.schema)
    } else {
        parameter.example.clone()
    };
    right
        .as_str()
        .map_or_else(|| right.to_string(), str::to_owned)
}

/// Values that a parameter cannot have.
fn wrong(parameter: &Parameter) -> Vec<String> {
    let schema = &parameter.schema;
    let mut wrong = Vec::new();
    if has_type(schema, "integer") {
        wrong.extend(["x", "1.5", "99999999999999999999"].map(str::to_owned));
        let below = schema["minimum"].as_i64().map(|least| least - 1);
        let above = schema["maximum"].as_i64().map(|most| most + 1);
        wrong.extend(below.into_iter().chain(above).map(|n| n.to_string()));
    }
    let has = |rule: &str| !schema[rule].is_null();
    // Where only a length is told besides, the pattern is that of any text for people.
    let is_bound = has("enum") || has("format") || (has("pattern") && !has("maxLength"));
    if is_bound || has_type(schema, "boolean") || parameter.name == "cursor" {
        wrong.extend(["nonsense", "-1"].map(str::to_owned));
    }
    if let Some(most) = schema["maxLength"].as_u64() {
        wrong.push("x".repeat(usize::try_from(most).unwrap() + 1));
    }
    wrong
}
