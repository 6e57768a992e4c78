//! The document says of what is sent to us what the domain says of it.

use super::fits;
use ludger_domain::accounts::Username;
use ludger_domain::quiz::{QuestionDraft, QuestionKind};
use serde_json::{Value, json};

/// What a schema of the document says of such values.
fn fit(schema: &str, values: &[Value]) -> Vec<bool> {
    let pointer = format!("#/components/schemas/{schema}");
    let validator = fits::validator(&json!({ "$ref": pointer }));
    values
        .iter()
        .map(|value| validator.is_valid(value))
        .collect()
}

#[test]
fn each_kind_of_question_has_its_answers() {
    let (right, wrong) = (
        |text: &str| json!({"content": text, "is_correct": true}),
        |text: &str| json!({"content": text}),
    );
    let many = |count: usize| -> Vec<_> { (0..count).map(|n| wrong(&n.to_string())).collect() };
    let pair = |one: &str, other: &str| json!({"content": one, "counterpart": other});
    let lists = [
        vec![],
        vec![right("a")],
        vec![wrong("7")],
        vec![right("a"), wrong("b")],
        vec![right("a"), right("b")],
        vec![wrong("a"), wrong("b")],
        vec![right("a"), wrong(" ")],
        vec![right("a"), json!({"content": "b", "counterpart": null})],
        vec![right("True"), wrong("False")],
        vec![right("True"), right("False")],
        vec![right("True"), wrong("yes")],
        vec![pair("1", "2.5"), pair("-3", "4")],
        vec![pair("a", "b"), pair("c", "d")],
        vec![pair("1", "2"), wrong("1e3")],
        [vec![right("a")], many(5)].concat(),
        [vec![right("a")], many(6)].concat(),
        many(20),
        many(21),
    ];
    for kind in QuestionKind::ALL {
        for answers in &lists {
            let draft = json!({"kind": kind, "content": "Why?", "answers": answers});
            let mut body = draft.clone();
            body["topic"] = json!("0198c5f0-7a00-7000-8000-000000000001");
            let checked = serde_json::from_value::<QuestionDraft>(draft)
                .unwrap()
                .checked();
            let said = fit("NewQuestion", &[body]);
            assert_eq!(said, [checked.is_ok()], "{kind:?} {answers:?}: {checked:?}");
        }
    }
}

#[test]
fn an_account_is_a_users_or_the_deployments() {
    let user = "0198c5f0-7a00-7000-8000-000000000001";
    let accounts = [
        json!({"user": user}),
        json!({"user": user, "purpose": "available", "system": null}),
        json!({"user": user, "purpose": format!("jar/{user}")}),
        json!({"system": "house"}),
        json!({"system": "clearing/card", "user": null}),
    ];
    assert_eq!(fit("Account", &accounts), [true; 5]);
    let others = [
        json!({}),
        json!({"purpose": "available"}),
        json!({"user": user, "system": "house"}),
        json!({"system": "house", "purpose": "available"}),
        json!({"user": user, "purpose": "mint"}),
        json!({"system": "clearing/Card"}),
    ];
    assert_eq!(fit("Account", &others), [false; 6]);
}

#[test]
fn names_are_told_apart_from_what_is_none() {
    for name in [
        "ada", "ad", "Ada B. C", "ada ", " ada", "a  da", "a\tda", "Åda", "   ",
    ] {
        let user = json!({"email": "ada@example.org", "username": name, "password": "three coins in a jar"});
        assert_eq!(
            fit("NewUser", &[user]),
            [name.parse::<Username>().is_ok()],
            "{name:?}"
        );
    }
}

#[test]
fn spaces_alone_are_no_text_where_one_is_needed() {
    let of = |title: &str| json!({"title": title});
    let titles = [of("Astronomy"), of(" a "), of(" "), of("\n\t"), of("")];
    assert_eq!(fit("NewTopic", &titles), [true, true, false, false, false]);
}
