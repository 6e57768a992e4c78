//! Ludger's own JSON: what it looks like, and that every fault has its pointer.

use crate::support::{draft, exported, items, summary};
use ludger_application::formats::{Format, parse, write};
use ludger_domain::quiz::{QuestionKind, TopicDraft};

fn document(questions: &str) -> String {
    format!("{{\"format\":\"ludger-questions\",\"version\":1,\"questions\":[\n{questions}\n]}}")
}

fn read(questions: &str) -> String {
    summary(&items(Format::Json, &document(questions)))
}

#[test]
fn writes_a_document() {
    let mut question = draft(
        QuestionKind::Multiple,
        "Which are \"primes\"?",
        &[("2", true), ("3", true), ("4", false)],
    );
    question.answers[2].feedback = Some("2 · 2".to_owned());
    question.answers[2].weight = Some(-50_000);
    let topics = [TopicDraft {
        title: "Numbers".to_owned(),
        description: String::new(),
    }];
    insta::assert_snapshot!(
        write(Format::Json, &topics, &[exported("Numbers", question)]).unwrap()
    );
}

#[test]
fn what_may_be_left_out() {
    let short = r#"{"kind":"text","content":"Q","answers":[{"content":"a"}]}"#;
    assert_eq!(read(short), "2 text \"Q\"\n  + \"a\"\n");
    let long = r#"{"topic":" T ","kind":"match","difficulty":1,"content":"Q","explanation":"why","points":5,"tags":["b","a"],
        "answers":[{"content":"a","counterpart":"1","feedback":null,"weight":null,"is_correct":false},{"content":"b","counterpart":"2"}]}"#;
    assert_eq!(
        read(long),
        "2 [T] match \"Q\" difficulty 1 points 5 tags a,b because \"why\"\n  + \"a\" -> \"1\"\n  + \"b\" -> \"2\"\n"
    );
}

#[test]
fn every_fault_has_its_pointer() {
    let rows = [
        (
            r#"{"kind":"text","content":"Q","answers":[{"content":"a"}],"explanaton":"x"}"#,
            "2 ! /explanaton unknown_field: there is no field \"explanaton\"\n",
        ),
        (
            r#"{"kind":"text","content":"Q","answers":[{"content":"a"},{"content":"b","a/b~":1}]}"#,
            "2 ! /answers/1/a~1b~0 unknown_field: there is no field \"a/b~\"\n",
        ),
        (
            r#"{"kind":"essay","content":7,"answers":[7]}"#,
            "2 ! /kind malformed_field: unknown variant `essay`, expected one of `single`, `multiple`, `true_false`, `text`, `numeric`, `order`, `match` ! /content malformed_field: invalid type: integer `7`, expected a string ! /answers/0 malformed_field: this must be an object\n",
        ),
        (
            r#"{"topic":7}"#,
            "2 ! /topic malformed_field: invalid type: integer `7`, expected a string ! /kind required: \"kind\" must not be left out ! /content required: \"content\" must not be left out ! /answers required: \"answers\" must not be left out\n",
        ),
        (
            r#"{"kind":"text","content":"Q","difficulty":9,"points":0,"answers":[{"content":" "}]}"#,
            "2 ! /difficulty out_of_range: a difficulty is 1 to 5 ! /points out_of_range: points are 1 to 10,000 ! /answers/0/content required: must not be empty\n",
        ),
        ("7", "2 !  malformed_field: this must be an object\n"),
    ];
    for (question, read_as) in rows {
        assert_eq!(read(question), read_as, "{question}");
    }
}

#[test]
fn a_bad_question_does_not_stop_the_others() {
    let good = r#"{"kind":"text","content":"Q","answers":[{"content":"a"}]}"#;
    let nested = format!("{}{}", "[".repeat(500), "]".repeat(500));
    let text = read(&format!("{good},\n\n7, {nested},\n{good}"));
    let lines: Vec<_> = text
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert_eq!(
        lines,
        [
            "2 text \"Q\"",
            "4 !  malformed_field",
            "4 !  malformed_question",
            "5 text \"Q\""
        ]
    );
}

#[test]
fn topics_are_read_and_refused() {
    let text = "{\"format\":\"ludger-questions\",\"version\":1,\"questions\":[],\n\"topics\":[\n{\"title\":\" A \",\"description\":\" d \"},\n{\"title\":\"\"},\n{\"titel\":\"B\"}]}";
    let parsed = parse(Format::Json, text).unwrap();
    assert_eq!(
        parsed.topics,
        [TopicDraft {
            title: "A".to_owned(),
            description: " d ".to_owned()
        }]
    );
    assert_eq!(
        summary(&parsed.items),
        "4 ! /title required: must not be empty\n5 ! /title required: \"title\" must not be left out ! /titel unknown_field: there is no field \"titel\"\n"
    );
}

#[test]
fn refuses_documents() {
    let rows = [
        (
            "{\n \"format\": }",
            "",
            "malformed_document",
            "line 2, column 12: expected value",
        ),
        (
            "[]",
            "",
            "malformed_document",
            "line 1, column 1: the document is an object",
        ),
        (
            "{}",
            "/format",
            "malformed_document",
            "\"format\" is \"ludger-questions\"",
        ),
        (
            r#"{"format":"ludger-questions","version":2,"questions":[]}"#,
            "/version",
            "malformed_document",
            "\"version\" is 1",
        ),
        (
            r#"{"format":"ludger-questions","version":1}"#,
            "/questions",
            "malformed_document",
            "\"questions\" is missing",
        ),
        (
            r#"{"format":"ludger-questions","version":1,"questions":{}}"#,
            "/questions",
            "malformed_document",
            "this must be an array",
        ),
        (
            r#"{"format":"ludger-questions","version":1,"questions":[],"topcs":[]}"#,
            "/topcs",
            "unknown_field",
            "there is no field \"topcs\"",
        ),
    ];
    for (text, pointer, code, detail) in rows {
        let fault = parse(Format::Json, text).unwrap_err().0.remove(0);
        assert_eq!(
            (
                fault.pointer.as_str(),
                fault.code.as_str(),
                fault.detail.as_str()
            ),
            (pointer, code, detail),
            "{text}"
        );
    }
}
