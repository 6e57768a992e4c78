//! Aiken: a file from an office program, then everything that can be wrong.

use crate::support::{codes, items, summary};
use ludger_application::formats::{Format, write};

fn read(text: &str) -> String {
    summary(&items(Format::Aiken, text))
}

#[test]
fn reads_a_file_with_windows_line_breaks() {
    insta::assert_snapshot!(read(include_str!("data/office.aiken.txt")));
}

#[test]
fn reads_what_the_rule_allows() {
    let rows = [
        (
            "Q\nA. a\nB) b\nANSWER: B",
            "1 single \"Q\"\n  - \"a\"\n  + \"b\"\n",
        ),
        (
            "\n Q \n\n A. a\n\n B. b\n\n ANSWER:a\n",
            "2 single \"Q\"\n  + \"a\"\n  - \"b\"\n",
        ),
        (
            "I. Newton was\nA physicist.\nA. True\nB. False\nANSWER: A",
            "1 true_false \"I. Newton was\\nA physicist.\"\n  + \"True\"\n  - \"False\"\n",
        ),
        (
            "Q {T} = ~\nA. a. b\nB. B) c\nANSWER: A",
            "1 single \"Q {T} = ~\"\n  + \"a. b\"\n  - \"B) c\"\n",
        ),
        (
            "\u{feff}Q\nA.\ta\nB. b\nANSWER: A",
            "1 single \"Q\"\n  + \"a\"\n  - \"b\"\n",
        ),
    ];
    for (text, read_as) in rows {
        assert_eq!(read(text), read_as, "{text}");
    }
}

#[test]
fn refuses_with_the_line() {
    let rows = [
        (
            "Q\nANSWER: A",
            "1 !  malformed_question: line 2: no answers, which start with \"A. \" or \"A) \" in capitals\n",
        ),
        (
            "Q\na. x\nb. y\nANSWER: A",
            "1 !  malformed_question: line 4: no answers, which start with \"A. \" or \"A) \" in capitals\n",
        ),
        (
            "Q\nA.a\nB.b\nANSWER: A",
            "1 !  malformed_question: line 4: no answers, which start with \"A. \" or \"A) \" in capitals\n",
        ),
        (
            "ANSWER: A",
            "1 !  malformed_question: line 1: \"ANSWER:\" without a question before it\n",
        ),
        (
            "A. a\nB. b\nANSWER: A",
            "1 !  malformed_question: line 3: \"ANSWER:\" without a question before it\n",
        ),
        (
            "Q\nA. a\nB. b\nANSWER: C",
            "1 !  malformed_question: line 4: there is no answer 'C'\n",
        ),
        (
            "Q\nA. a\nB. b\nANSWER: A, B",
            "1 !  malformed_question: line 4: \"ANSWER:\" is followed by one letter\n",
        ),
        (
            "Q\nA. a\nB. b\nANSWER:",
            "1 !  malformed_question: line 4: \"ANSWER:\" is followed by one letter\n",
        ),
        (
            "Q\nA. a\nB. b",
            "1 !  malformed_question: line 1: the question has no line \"ANSWER:\"\n",
        ),
        (
            "Q\nA. a\nC. c\nANSWER: A",
            "1 !  malformed_question: line 3: the answer B or \"ANSWER:\" is missing; found an answer out of turn\n",
        ),
        (
            "Q\nA. a\ngoes on\nB. b\nANSWER: A",
            "1 !  malformed_question: line 3: the answer B or \"ANSWER:\" is missing; found something else\n",
        ),
        (
            "Q\nA. a\nANSWER: A",
            "1 ! /answers wrong_number_of_answers: a single question has 2 to 6 answers\n",
        ),
        (
            "Q\nA. a\nB. a\nANSWER: A",
            "1 ! /answers/1/content repeated: stands there twice\n",
        ),
    ];
    for (text, read_as) in rows {
        assert_eq!(read(text), read_as, "{text}");
    }
}

#[test]
fn a_bad_question_does_not_stop_the_others() {
    let text = "P\nA. a\nB. b\n\nQ\nA. a\nB. b\nANSWER: B\n\nR\nA. a\nA. b\nANSWER: A\nS\nA. a\nB. b\nANSWER: A";
    assert_eq!(
        codes(Format::Aiken, text),
        ["malformed_question", "ok", "malformed_question", "ok"]
    );
    assert_eq!(
        items(Format::Aiken, text)
            .iter()
            .map(|item| item.line)
            .collect::<Vec<_>>(),
        [1, 5, 10, 14]
    );
}

#[test]
fn is_not_written() {
    assert_eq!(write(Format::Aiken, &[], &[]), None);
}
