//! Nothing that is told before a question is closed gives its answer away: no field of it, and no word.

use super::table::*;
use crate::quiz::session::*;
use crate::quiz::{Question, QuestionKind};
use Says::{Right, Wrong};
use serde_json::Value;

/// Fields that only a closed question has.
const FIELDS: [&str; 10] = [
    "solution",
    "explanation",
    "feedback",
    "is_correct",
    "credit",
    "weight",
    "answers",
    "selected",
    "counterpart",
    "seed",
];

/// Every key, with a colon, and every text of a document.
fn words(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                found.push(format!("{key}:"));
                words(value, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| words(value, found)),
        Value::String(text) => found.push(text.clone()),
        other => found.push(other.to_string()),
    }
}

/// What nobody may read of these questions.
fn secrets(questions: &[Question]) -> Vec<String> {
    let mut secret = Vec::new();
    for question in questions {
        secret.push(question.explanation.clone());
        for answer in &question.answers {
            secret.push(answer.id.to_string());
            secret.extend(answer.feedback.clone());
            if !question.kind.offers_choices() {
                secret.push(answer.content.clone());
                secret.extend(answer.counterpart.clone());
            }
        }
    }
    secret
}

fn words_of(told: &impl serde::Serialize) -> Vec<String> {
    let mut found = Vec::new();
    words(&serde_json::to_value(told).unwrap(), &mut found);
    found
}

fn assert_keeps_secrets(words: &[String], questions: &[Question]) {
    for secret in secrets(questions) {
        let leak = words.iter().find(|word| word.contains(&secret));
        assert_eq!(leak, None, "{secret:?} is no secret any more: {words:?}");
    }
}

fn assert_has_no_such_field(words: &[String]) {
    for field in FIELDS {
        assert!(
            !words.contains(&format!("{field}:")),
            "{field} is told: {words:?}"
        );
    }
}

/// Looks through all that was told, in its order: of questions that were not closed by then nothing is.
fn assert_told_in_time(table: &Table) {
    let mut closed = 0;
    for event in &table.told {
        let is_result = matches!(event, LiveEvent::Result(_));
        closed += usize::from(is_result);
        let words = words_of(event);
        assert_keeps_secrets(&words, &table.bank[closed..]);
        if !is_result {
            assert_has_no_such_field(&words);
        }
    }
    assert_eq!(closed, table.bank.len(), "all kinds were asked, and closed");
}

#[test]
fn no_event_tells_anything_before_the_close() {
    let of = |mode, players| Table::of(mode, players, Rules::of(mode).with_hearts(100));
    let solo = of(Mode::Solo, 1).plays("r w r w w w w r", 100);
    assert_told_in_time(&solo);
    for mode in [Mode::Comp, Mode::Collab] {
        let table = of(mode, 5)
            .started()
            .answers(ADA, Right)
            .pauses()
            .waits(500)
            .resumes();
        let table = table.answers(BOB, Wrong).leaves(5).waits(20_000);
        let table = table
            .plays("rw-r wwww rrrr r--- rwrw w-w-", 4_000)
            .waits(2_000);
        assert_told_in_time(&table.answers(CYN, Wrong).leaves(DAN).waits(20_000));
    }
}

#[test]
fn the_search_finds_what_is_told() {
    let table = Table::comp(2).started().plays("rw", 100);
    let result = table
        .told
        .iter()
        .find(|event| event.name() == "result")
        .unwrap();
    let words = words_of(result);
    assert!(words.contains(&"solution:".to_owned()) && words.contains(&"is_correct:".to_owned()));
    assert!(
        secrets(&table.bank)
            .iter()
            .any(|secret| words.contains(secret))
    );
}

#[test]
fn a_receipt_before_the_close_says_what_was_understood_and_no_more() {
    let mut table = Table::comp(2).started();
    while table.session.status == Status::Active {
        for says in [Right, Wrong] {
            let open = table.clone().answers(ADA, says);
            let (question, answer) = (open.question(), open.answers.last().unwrap());
            let words = words_of(&open.session.receipt(question, answer).unwrap());
            assert_has_no_such_field(&words);
            if question.kind.offers_choices() {
                assert_keeps_secrets(&words, &open.bank[open.bank.len() - 1..]);
                assert_keeps_secrets(&words, std::slice::from_ref(question));
            }
        }
        table = table.plays("rr", 100).waits(2_000);
    }
}

#[test]
fn a_view_is_what_its_description_says() {
    let table = Table::comp(2).started();
    let opened_at = table.session.round.unwrap().opened_at;
    let view = serde_json::to_value(table.session.view(&table.bank[0]).unwrap()).unwrap();
    let mut fields: Vec<_> = view
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    fields.sort_unstable();
    let place = ["media", "number", "of", "question_id"];
    let shown = ["choices", "closes_at", "content", "difficulty", "kind"];
    let rest = ["served_at", "targets"];
    assert_eq!(fields, [&shown[..], &place[..], &rest[..]].concat());
    assert_eq!(view["served_at"], serde_json::to_value(opened_at).unwrap());
    let number = (&view["number"], &view["of"]);
    assert_eq!(number, (&Value::from(1), &Value::from(8)));
    assert_eq!(view["choices"].as_array().unwrap().len(), 4);
}

#[test]
fn texts_and_numbers_offer_nothing_and_pairs_both_sides() {
    let mut table = Table::comp(2).started();
    while table.session.status == Status::Active {
        let question = table.question();
        let view = table.session.view(question).unwrap();
        let expected = match question.kind {
            QuestionKind::Single | QuestionKind::Multiple | QuestionKind::Order => (4, 0),
            QuestionKind::TrueFalse => (2, 0),
            QuestionKind::Text | QuestionKind::Numeric => (0, 0),
            QuestionKind::Match => (3, 2),
        };
        let shown = (view.choices.len(), view.targets.len());
        assert_eq!(shown, expected, "{:?}", question.kind);
        table = table.plays("rr", 100).waits(2_000);
    }
}
