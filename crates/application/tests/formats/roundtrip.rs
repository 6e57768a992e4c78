//! What is written is read back as it was, whatever characters it holds; and nothing makes a reader panic.

use ludger_application::formats::{Exported, Format, parse, write};
use ludger_domain::quiz::{AnswerDraft, QuestionDraft, QuestionKind, TopicDraft};
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

const WRITTEN: [Format; 3] = [Format::Gift, Format::Csv, Format::Json];

/// What means something in one of the formats, and what is easily lost.
const HOSTILE: [&str; 62] = [
    "{",
    "}",
    "\\",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "  ",
    "//",
    "// ludger: {}",
    "::",
    ":",
    "=",
    "~",
    "#",
    "####",
    "$CATEGORY: x",
    "->",
    "-&gt;",
    "%",
    "%50%",
    "%-100%",
    "[html]",
    "[markdown]",
    "[tag:x]",
    "[id:7]",
    "\\n",
    "\\\\",
    "\\;",
    ";",
    ",",
    "'",
    "'=",
    "\"",
    "\"\"",
    "+1",
    "-1",
    "@",
    "|",
    "True",
    "false",
    "T",
    "TRUE#x",
    "_____",
    "..",
    "1:0",
    "A. ",
    "ANSWER: A",
    "&amp;",
    "&#39;",
    "<p>",
    "😀",
    "é",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "/",
    "$course$",
    "top",
    "a",
];

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![4 => select(HOSTILE.to_vec()).prop_map(str::to_owned), 1 => "[ -~]{0,3}", 1 => "\\PC"];
    vec(part, 1..8).prop_map(|parts| parts.concat())
}

fn kind() -> impl Strategy<Value = QuestionKind> {
    select(QuestionKind::ALL.to_vec())
}

fn decimal() -> impl Strategy<Value = String> {
    prop_oneof!["-?[0-9]{1,6}", "-?[0-9]{1,3}\\.[0-9]{1,4}", "0+"]
}

fn answer(kind: QuestionKind) -> BoxedStrategy<AnswerDraft> {
    let content = match kind {
        QuestionKind::Numeric => decimal().boxed(),
        _ => text().boxed(),
    };
    let counterpart = match kind {
        QuestionKind::Numeric => of(decimal()).boxed(),
        QuestionKind::Match => text().prop_map(Some).boxed(),
        _ => Just(None).boxed(),
    };
    let weight = weighted(
        0.3,
        prop_oneof![
            select(vec![0, 1, 50_000, -50_000, 33_333, 100_000]),
            -100_000..=100_000
        ],
    );
    (
        content,
        any::<bool>(),
        counterpart,
        weight,
        weighted(0.3, text()),
    )
        .prop_map(
            |(content, is_correct, counterpart, weight, feedback)| AnswerDraft {
                content,
                is_correct,
                counterpart,
                weight,
                feedback,
            },
        )
        .boxed()
}

fn answers(kind: QuestionKind) -> BoxedStrategy<Vec<AnswerDraft>> {
    let count = match kind {
        QuestionKind::TrueFalse => 2..=2,
        QuestionKind::Text | QuestionKind::Numeric => 1..=8,
        _ => 2..=6,
    };
    (
        vec(answer(kind), count),
        any::<prop::sample::Index>(),
        weighted(0.5, any::<bool>()),
    )
        .prop_map(move |(mut answers, right, plain)| {
            let right = right.index(answers.len());
            for (index, answer) in answers.iter_mut().enumerate() {
                if matches!(kind, QuestionKind::Single | QuestionKind::TrueFalse) {
                    answer.is_correct = index == right;
                } else if index == right {
                    answer.is_correct = true;
                }
                if kind == QuestionKind::TrueFalse {
                    ["True", "False"][index].clone_into(&mut answer.content);
                }
                if plain.is_some() {
                    answer.weight = None;
                }
            }
            answers
        })
        .boxed()
}

fn draft() -> impl Strategy<Value = QuestionDraft> {
    let words = kind().prop_flat_map(|kind| (Just(kind), answers(kind)));
    (
        words,
        1..=5_i64,
        text(),
        prop_oneof![Just(String::new()), text()],
        1..=10_000_i64,
        vec(text(), 0..4),
    )
        .prop_filter_map(
            "breaks a rule",
            |((kind, answers), difficulty, content, explanation, points, tags)| {
                QuestionDraft {
                    kind,
                    difficulty,
                    content,
                    explanation,
                    points,
                    tags,
                    media: Vec::new(),
                    answers,
                }
                .checked()
                .ok()
            },
        )
}

fn topic() -> impl Strategy<Value = String> {
    text()
        .prop_map(|title| title.trim().to_owned())
        .prop_filter("a title", |title| !title.is_empty())
}

fn topics() -> impl Strategy<Value = Vec<TopicDraft>> {
    let described = (topic(), prop_oneof![Just(String::new()), text()]);
    vec(
        described.prop_map(|(title, description)| TopicDraft { title, description }),
        0..3,
    )
}

fn exported() -> impl Strategy<Value = Vec<Exported>> {
    let question = (topic(), draft()).prop_map(|(topic, draft)| Exported { topic, draft });
    vec(question, 0..4)
}

fn assert_same(
    format: Format,
    topics: &[TopicDraft],
    questions: &[Exported],
) -> Result<(), TestCaseError> {
    let text = write(format, topics, questions).unwrap();
    let parsed = parse(format, &text).unwrap();
    prop_assert_eq!(&parsed.topics, topics, "{}", &text);
    let read: Vec<_> = parsed
        .items
        .into_iter()
        .map(|item| (item.topic, item.draft))
        .collect();
    let written: Vec<_> = questions
        .iter()
        .map(|question| (Some(question.topic.clone()), Ok(question.draft.clone())))
        .collect();
    prop_assert_eq!(read, written, "{}", &text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(topics in topics(), questions in exported()) {
        for format in WRITTEN {
            assert_same(format, &topics, &questions)?;
        }
    }

    /// Line breaks of the other world: a file that went through an editor on Windows, or got a byte order mark.
    #[test]
    fn line_breaks_and_marks_change_nothing_in_gift(questions in exported()) {
        let text = write(Format::Gift, &[], &questions).unwrap();
        let other = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let drafts = |text: &str| parse(Format::Gift, text).unwrap().items;
        prop_assert_eq!(drafts(&text), drafts(&other));
    }

    #[test]
    fn no_reader_panics(parts in vec(prop_oneof![select(HOSTILE.to_vec()).prop_map(str::to_owned), "\\PC{0,4}", ".{0,4}"], 0..40)) {
        let text = parts.concat();
        for format in Format::ALL {
            if let Ok(parsed) = parse(format, &text) {
                for item in parsed.items {
                    prop_assert!(item.line >= 1 && item.line <= text.lines().count().max(1));
                }
            }
        }
    }

    /// A document that was cut off or changed at one place.
    #[test]
    fn no_reader_panics_at_damage(topics in topics(), questions in exported(), at in any::<prop::sample::Index>(), with in text()) {
        for format in WRITTEN {
            let text = write(format, &topics, &questions).unwrap();
            let Some((at, _)) = text.char_indices().nth(at.index(text.chars().count().max(1))) else { continue };
            let damaged = format!("{}{with}{}", &text[..at], &text[at..]);
            for text in [&text[..at], &damaged] {
                drop(parse(format, text));
            }
        }
    }
}
