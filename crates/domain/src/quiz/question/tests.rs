//! What a question has to be, as tables.

use super::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// The texts of answers, each with whether it is right.
type Answers = &'static [(&'static str, bool)];
/// Pointers and codes of faults.
type Told = &'static [(&'static str, &'static str)];

fn draft(value: Value) -> QuestionDraft {
    serde_json::from_value(value).unwrap()
}

/// A draft of this kind whose answers are these, each with whether it is right.
fn of(kind: &str, answers: &[(&str, bool)]) -> QuestionDraft {
    let answers: Vec<_> = answers
        .iter()
        .map(|(content, is_correct)| json!({"content": content, "is_correct": is_correct}))
        .collect();
    draft(json!({"kind": kind, "content": "Why?", "answers": answers}))
}

fn made(draft: QuestionDraft) -> Question {
    let mut ids = (100..).map(|n| Uuid::from_u128(n).into());
    let (id, topic) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
    Question::new(
        id,
        topic,
        draft,
        || ids.next().unwrap(),
        Timestamp::UNIX_EPOCH,
    )
    .unwrap()
}

fn told(checked: Result<QuestionDraft, Faults>) -> Vec<(String, String)> {
    let faults = checked.err().unwrap_or_default().0;
    faults
        .into_iter()
        .map(|fault| (fault.pointer, fault.code))
        .collect()
}

#[test]
fn kinds_and_levels_read_back_from_their_names() {
    for kind in QuestionKind::ALL {
        assert_eq!(QuestionKind::from_name(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    for (level, expected) in [(0, None), (1, Some(1)), (5, Some(5)), (6, None), (-1, None)] {
        assert_eq!(Difficulty::new(level).map(Difficulty::level), expected);
        assert_eq!(
            serde_json::from_value::<Difficulty>(json!(level)).is_ok(),
            expected.is_some()
        );
    }
}

#[test]
fn each_kind_has_its_answers() {
    let table: [(&str, Answers, Told); 16] = [
        ("single", &[("a", true), ("b", false)], &[]),
        (
            "single",
            &[("a", true)],
            &[("/answers", "wrong_number_of_answers")],
        ),
        (
            "single",
            &[("a", true), ("b", true)],
            &[("/answers", "one_right_answer")],
        ),
        (
            "single",
            &[("a", false), ("b", false)],
            &[("/answers", "one_right_answer")],
        ),
        (
            "single",
            &[("a", true), ("A ", false)],
            &[("/answers/1/content", "repeated")],
        ),
        ("multiple", &[("a", true), ("b", true)], &[]),
        (
            "multiple",
            &[("a", false), ("b", false)],
            &[("/answers", "no_right_answer")],
        ),
        ("true_false", &[("false", true), ("TRUE", false)], &[]),
        (
            "true_false",
            &[("yes", true), ("no", false)],
            &[("/answers", "not_true_or_false")],
        ),
        ("text", &[("Paris", false)], &[]),
        ("text", &[], &[("/answers", "wrong_number_of_answers")]),
        ("numeric", &[("3.14", false)], &[]),
        (
            "numeric",
            &[("1e3", false)],
            &[("/answers/0", "malformed_number")],
        ),
        ("order", &[("a", false), ("b", false)], &[]),
        (
            "match",
            &[("a", false), ("b", false)],
            &[
                ("/answers/0/counterpart", "required"),
                ("/answers/1/counterpart", "required"),
            ],
        ),
        (
            "text",
            &[("  ", true)],
            &[("/answers/0/content", "required")],
        ),
    ];
    for (kind, answers, expected) in table {
        let expected: Vec<_> = expected
            .iter()
            .map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned()))
            .collect();
        assert_eq!(
            told(of(kind, answers).checked()),
            expected,
            "{kind} {answers:?}"
        );
    }
}

#[test]
fn every_field_is_checked_at_once() {
    let tags: Vec<_> = (0..11).map(|n| n.to_string()).collect();
    let draft = draft(json!({
        "kind": "single",
        "content": " ",
        "explanation": "x".repeat(2_001),
        "difficulty": 6,
        "points": 0,
        "tags": tags,
        "answers": [
            {"content": "a", "is_correct": true, "counterpart": "b"},
            {"content": "c", "weight": 100_001, "feedback": ""},
        ],
    }));
    let pointers: Vec<_> = told(draft.checked())
        .into_iter()
        .map(|told| told.0)
        .collect();
    let expected = [
        "/content",
        "/explanation",
        "/difficulty",
        "/points",
        "/tags",
        "/answers/0/counterpart",
        "/answers/1/feedback",
        "/answers/1/weight",
    ];
    assert_eq!(pointers, expected);
}

#[test]
fn texts_are_trimmed_and_order_tells_nothing() {
    let draft = draft(json!({
        "kind": "true_false",
        "content": "  Is it? ",
        "tags": ["B", " a", "b"],
        "answers": [{"content": " false ", "is_correct": true, "feedback": " no "}, {"content": "true"}],
    }));
    let checked = draft.checked().unwrap();
    assert_eq!(checked.content, "Is it?");
    assert_eq!(checked.tags, ["a", "b"]);
    let answers: Vec<_> = checked
        .answers
        .iter()
        .map(|answer| (answer.content.as_str(), answer.is_correct))
        .collect();
    assert_eq!(answers, [("True", false), ("False", true)]);
    assert_eq!(checked.answers[1].feedback.as_deref(), Some("no"));
    assert_eq!(
        checked.clone().checked().unwrap(),
        checked,
        "checking twice changes nothing"
    );
}

#[test]
fn a_question_gives_back_its_draft() {
    let draft = of("single", &[("a", true), ("b", false)])
        .checked()
        .unwrap();
    assert_eq!(made(draft.clone()).draft(), draft);
}

#[test]
fn questions_are_compared_by_kind_and_words() {
    let key = |(kind, content, answers): (&str, &str, [&str; 2])| {
        let answers = answers.map(|answer| json!({ "content": answer }));
        draft(json!({"kind": kind, "content": content, "answers": answers})).content_key()
    };
    let table = [
        (
            ("text", "What  is\nIT?", ["a", "b"]),
            ("text", "what is it?", ["B", "a "]),
            true,
        ),
        (
            ("text", "What is it?", ["a", "b"]),
            ("numeric", "What is it?", ["a", "b"]),
            false,
        ),
        (
            ("text", "What is it?", ["a", "b"]),
            ("text", "What was it?", ["a", "b"]),
            false,
        ),
        (
            ("text", "What is it?", ["a", "b"]),
            ("text", "What is it?", ["a", "c"]),
            false,
        ),
    ];
    for (one, other, expected) in table {
        assert_eq!(key(one) == key(other), expected, "{one:?} {other:?}");
    }
}

#[test]
fn an_edit_gives_new_answers_and_keeps_the_kind() {
    let question = made(of("single", &[("a", true), ("b", false)]));
    let mut ids = (500..).map(|n| Uuid::from_u128(n).into());
    let mut edit = |draft| {
        question
            .clone()
            .edit(question.topic, draft, || ids.next().unwrap())
    };
    let edited = edit(of("single", &[("c", true), ("b", false)])).unwrap();
    assert_eq!((edited.id, edited.version), (question.id, 2));
    assert!(
        edited
            .answers
            .iter()
            .all(|new| question.answers.iter().all(|old| old.id != new.id))
    );
    let refused = edit(of("text", &[(" ", true)])).unwrap_err().0;
    let pointers: Vec<_> = refused.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/kind", "/answers/0/content"]);
    assert_eq!(refused[0].code, "kind_is_fixed");
}

#[test]
fn leaving_the_bank_changes_no_word() {
    let question = made(of("single", &[("a", true), ("b", false)]));
    let gone = question.clone().delete(Timestamp::UNIX_EPOCH);
    assert_eq!((question.version, question.words_version()), (1, 1));
    assert_eq!((gone.version, gone.words_version()), (2, 1));
}
