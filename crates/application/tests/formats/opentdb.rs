//! Open Trivia DB: a response, its three encodings, and everything that can be wrong.

use crate::support::{codes, items, summary};
use ludger_application::formats::{Format, parse, write};

fn read(text: &str) -> String {
    summary(&items(Format::OpenTriviaDb, text))
}

#[test]
fn reads_a_response() {
    insta::assert_snapshot!(read(include_str!("data/opentdb.json")));
}

const READ_AS: &str =
    "1 [Science: Art] single \"Is π 3.14 & a+b?\" difficulty 1\n  - \"100%\"\n  + \"ça va\"\n";

#[test]
fn reads_every_encoding() {
    let rows = [
        r#"[{"type":"multiple","difficulty":"easy","category":"Science: Art","question":"Is &pi; 3.14 &amp; a+b?","correct_answer":"&ccedil;a va","incorrect_answers":["100%"]}]"#,
        r#"[{"type":"multiple","difficulty":"easy","category":"Science%3A%20Art","question":"Is%20%CF%80%203.14%20%26%20a%2Bb%3F","correct_answer":"%C3%A7a%20va","incorrect_answers":["100%25"]}]"#,
        r#"[{"type":"multiple","difficulty":"easy","category":"Science%3A+Art","question":"Is+%CF%80+3.14+%26+a%2Bb%3F","correct_answer":"%C3%A7a+va","incorrect_answers":["100%25"]}]"#,
        r#"[{"type":"bXVsdGlwbGU=","difficulty":"ZWFzeQ==","category":"U2NpZW5jZTogQXJ0","question":"SXMgz4AgMy4xNCAmIGErYj8=","correct_answer":"w6dhIHZh","incorrect_answers":["MTAwJQ=="]}]"#,
    ];
    for response in rows {
        assert_eq!(read(response), READ_AS, "{response}");
    }
}

/// One text among URL-encoded ones that is not, so none is.
#[test]
fn an_encoding_is_that_of_every_text() {
    let result = |question: &str| {
        format!(
            r#"{{"type":"boolean","difficulty":"hard","category":"x","question":"{question}","correct_answer":"True","incorrect_answers":["False"]}}"#
        )
    };
    let text = format!("[{},{}]", result("a%20b"), result("50% of all"));
    assert!(read(&text).contains("\"a%20b\""));
    assert!(read(&format!("[{}]", result("a%20b"))).contains("\"a b\""));
    assert!(read(&format!("[{}]", result("a b%20c"))).contains("\"a b%20c\""));
    let mixed = format!("[{},{}]", result("Wm9v"), result("WA=="));
    assert!(read(&mixed).contains("\"Wm9v\""));
    let base64 = r#"{"type":"Ym9vbGVhbg==","difficulty":"aGFyZA==","category":"eA==","question":"eA==","correct_answer":"VHJ1ZQ==","incorrect_answers":["RmFsc2U="]}"#;
    assert_eq!(
        codes(Format::OpenTriviaDb, &format!("[{base64},{}]", result("x"))),
        ["unknown_kind", "ok"]
    );
    assert_eq!(
        codes(Format::OpenTriviaDb, &format!("[{base64},{base64}]")),
        ["ok", "ok"]
    );
    let broken = base64.replace("VHJ1ZQ==", "True!");
    assert_eq!(
        codes(Format::OpenTriviaDb, &format!("[{base64},{broken}]")),
        ["ok", "malformed_question"]
    );
}

#[test]
fn the_right_answer_has_no_place_of_its_own() {
    let result = |right: &str| {
        format!(
            r#"[{{"type":"multiple","difficulty":"easy","category":"x","question":"q","correct_answer":"{right}","incorrect_answers":["d","b"]}}]"#
        )
    };
    for (right, place) in [("a", 0), ("c", 1), ("e", 2)] {
        let draft = items(Format::OpenTriviaDb, &result(right))
            .remove(0)
            .draft
            .unwrap();
        assert_eq!(
            draft.answers.iter().position(|answer| answer.is_correct),
            Some(place)
        );
        assert!(
            draft
                .answers
                .is_sorted_by_key(|answer| answer.content.clone())
        );
    }
}

#[test]
fn refuses_results_and_reads_the_others() {
    let text = r#"{"response_code":0,"results":[
        {"type":"multiple","difficulty":"easy","category":"x","question":"q","correct_answer":"a","incorrect_answers":["b"],"added":1},
        {"type":"multiple","difficulty":"easy","category":"x","question":"q","correct_answer":"a","incorrect_answers":["a"]},
        {"type":"essay","difficulty":"vile","category":"x","question":"q","correct_answer":"a","incorrect_answers":["b"]},
        {"type":"multiple","difficulty":"easy","category":"x","correct_answer":"a","incorrect_answers":["b"]},

        7]}"#;
    let refused = "2 [x] single \"q\" difficulty 1\n  + \"a\"\n  - \"b\"\n\
        3 [x] ! /answers/1/content repeated: stands there twice\n\
        4 [x] ! /kind unknown_kind: there is no type \"essay\" ! /difficulty out_of_range: \"vile\" is not easy, medium or hard\n\
        5 !  malformed_question: line 5: missing field `question`\n\
        7 !  malformed_question: line 7: invalid type: integer `7`, expected struct Trivia\n";
    let repeated = read(text);
    assert_eq!(repeated.replace("/answers/0", "/answers/1"), refused);
    assert_eq!(codes(Format::OpenTriviaDb, "[]"), Vec::<String>::new());
}

#[test]
fn refuses_documents() {
    let rows = [
        (
            r#"{"response_code":0,"results":["#,
            "malformed_document",
            "line 1, column 30: EOF while parsing a list",
        ),
        (
            r#"{"response_code":4,"results":[]}"#,
            "no_results",
            "the token had seen every question",
        ),
        (
            r#"{"response_code":-1}"#,
            "no_results",
            "the response reports a failure",
        ),
        (
            r#"{"response_code":0}"#,
            "malformed_document",
            "line 1, column 1: the document has an array \"results\", or is one",
        ),
        (
            "7",
            "malformed_document",
            "line 1, column 1: the document has an array \"results\", or is one",
        ),
    ];
    for (text, code, detail) in rows {
        let faults = parse(Format::OpenTriviaDb, text).unwrap_err();
        assert_eq!(
            (faults.0[0].code.as_str(), faults.0[0].detail.as_str()),
            (code, detail),
            "{text}"
        );
    }
}

#[test]
fn is_not_written() {
    assert_eq!(write(Format::OpenTriviaDb, &[], &[]), None);
}
