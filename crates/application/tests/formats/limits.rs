//! What a document and a question may take up, and that hostile ones are refused in time.

use crate::support::{codes, items, summary};
use ludger_application::formats::{Format, QUESTION_BYTES_MAX, QUESTIONS_MAX, parse};

/// A document of that many questions.
fn document(format: Format, count: usize) -> String {
    let (before, question, separator, after) = match format {
        Format::Gift => ("", "Q {T}", "\n\n", ""),
        Format::Aiken => ("", "Q\nA. True\nB. False\nANSWER: A", "\n", ""),
        Format::Csv => ("content,answer_1\n", "Q,a", "\n", "\n"),
        Format::OpenTriviaDb => (
            "[",
            r#"{"type":"boolean","difficulty":"easy","category":"c","question":"q","correct_answer":"True","incorrect_answers":["False"]}"#,
            ",",
            "]",
        ),
        Format::Json => (
            r#"{"format":"ludger-questions","version":1,"questions":["#,
            r#"{"kind":"text","content":"Q","answers":[{"content":"a"}]}"#,
            ",",
            "]}",
        ),
    };
    format!("{before}{}{after}", vec![question; count].join(separator))
}

#[test]
fn a_document_has_at_most_so_many_questions() {
    for format in Format::ALL {
        let full = parse(format, &document(format, QUESTIONS_MAX)).unwrap();
        assert_eq!(full.items.len(), QUESTIONS_MAX);
        assert!(full.items.iter().all(|item| item.draft.is_ok()));
        let faults = parse(format, &document(format, QUESTIONS_MAX + 1)).unwrap_err();
        assert_eq!(faults.0[0].code, "too_many_questions");
    }
}

#[test]
fn a_question_has_at_most_so_many_bytes() {
    let long = "x".repeat(QUESTION_BYTES_MAX + 1);
    for format in Format::ALL {
        let text = document(format, 2).replacen('Q', &long, 1).replacen(
            "\"q\"",
            &format!("\"{long}\""),
            1,
        );
        let found = summary(&items(format, &text));
        assert!(
            found.contains("!  too_long: a question takes up at most 1048576 bytes\n"),
            "{}",
            format.as_str()
        );
        assert_eq!(
            codes(format, &text),
            ["too_long", "ok"],
            "{}",
            format.as_str()
        );
    }
}

/// Each would take hours if anything were searched to its end again and again, or if there were no end to faults.
#[test]
fn hostile_documents_are_refused_in_time() {
    let part = |text: &str| text.repeat(QUESTION_BYTES_MAX / 4 / text.len());
    let hostile = [
        part("{"),
        part("{\n"),
        part("}"),
        part("\\"),
        part("\n"),
        part("{\n\n"),
        part("// [\n"),
        part("="),
        part("~%"),
        part("<"),
        part("&"),
        part("["),
        part("\""),
        part("\"\n"),
        part(",\n"),
        part(";"),
        part("A. \n"),
        part("::"),
        part("::\n"),
        part("$CATEGORY: /\n\n"),
        format!("Q {{{}}}", part("=")),
        format!("[html]Q {}{{T}}", part("<&")),
        format!("Q {{#{}}}", part("1")),
        format!("Q {{T{}}}", part("#")),
        format!("// {}:\nQ {{T}}", part("[tag")),
        format!("Q {{=a{}->b}}", part("->")),
        format!("Q {{\n{}", part("\n//")),
        format!("content,answer_1,tags\nQ,a,\"{}\"\n", part("\\;")),
        format!("content\n\"{}\"\n", part("\"\"")),
        part("content,"),
        format!(
            "content,a,b,answer\nQ,a,{},{}a\n",
            "x".repeat(QUESTION_BYTES_MAX / 2),
            "a;".repeat(QUESTION_BYTES_MAX / 5)
        ),
        format!(
            "{{\"format\":\"ludger-questions\",\"version\":1,\"questions\":[{{\"answers\":[{}7]}}]}}",
            part("7,")
        ),
        format!(
            "{{\"results\":[{}7]}}",
            part("{},").chars().take(20_000 * 3).collect::<String>()
        ),
        format!("{{{}\"a\":1}}", part("\"a\":1,")),
    ];
    #[expect(
        clippy::disallowed_methods,
        reason = "measures the readers; nothing is timed by it"
    )]
    let started = std::time::Instant::now();
    for text in &hostile {
        for format in Format::ALL {
            if let Ok(parsed) = parse(format, text) {
                let faults = parsed
                    .items
                    .iter()
                    .filter_map(|item| item.draft.as_ref().err());
                assert!(faults.map(|faults| faults.0.len()).max().unwrap_or(0) < 1_000);
            }
        }
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
