//! Words for the tests of formats.

use ludger_application::formats::{Exported, Format, Item, parse};
use ludger_domain::quiz::{AnswerDraft, QuestionDraft, QuestionKind};
use std::fmt::Write;

/// The items of a document that can be read.
pub(crate) fn items(format: Format, text: &str) -> Vec<Item> {
    parse(format, text).unwrap().items
}

/// One line per item, and one per answer, to compare and to read.
pub(crate) fn summary(items: &[Item]) -> String {
    let mut text = String::new();
    for item in items {
        write!(text, "{}", item.line).unwrap();
        if let Some(topic) = &item.topic {
            write!(text, " [{topic}]").unwrap();
        }
        match &item.draft {
            Ok(draft) => write_draft(&mut text, draft),
            Err(faults) => {
                for fault in &faults.0 {
                    write!(
                        text,
                        " ! {} {}: {}",
                        fault.pointer, fault.code, fault.detail
                    )
                    .unwrap();
                }
                text.push('\n');
            }
        }
    }
    text
}

fn write_draft(text: &mut String, draft: &QuestionDraft) {
    write!(text, " {} {:?}", draft.kind.as_str(), draft.content).unwrap();
    if draft.difficulty != 3 {
        write!(text, " difficulty {}", draft.difficulty).unwrap();
    }
    if draft.points != 100 {
        write!(text, " points {}", draft.points).unwrap();
    }
    if !draft.tags.is_empty() {
        write!(text, " tags {}", draft.tags.join(",")).unwrap();
    }
    if !draft.explanation.is_empty() {
        write!(text, " because {:?}", draft.explanation).unwrap();
    }
    text.push('\n');
    for answer in &draft.answers {
        text.push_str(&answer_summary(answer));
    }
}

fn answer_summary(answer: &AnswerDraft) -> String {
    let mark = if answer.is_correct { '+' } else { '-' };
    let mut text = format!("  {mark} {:?}", answer.content);
    if let Some(counterpart) = &answer.counterpart {
        write!(text, " -> {counterpart:?}").unwrap();
    }
    if let Some(weight) = answer.weight {
        write!(text, " weight {weight}").unwrap();
    }
    if let Some(feedback) = &answer.feedback {
        write!(text, " feedback {feedback:?}").unwrap();
    }
    text + "\n"
}

/// The code of the first fault of every item that was refused, and `ok` for the others.
pub(crate) fn codes(format: Format, text: &str) -> Vec<String> {
    let code = |item: Item| {
        item.draft
            .map_or_else(|faults| faults.0[0].code.clone(), |_| "ok".to_owned())
    };
    items(format, text).into_iter().map(code).collect()
}

/// A question with right and wrong answers.
pub(crate) fn draft(kind: QuestionKind, content: &str, answers: &[(&str, bool)]) -> QuestionDraft {
    let answer = |(content, is_correct): &(&str, bool)| AnswerDraft {
        content: (*content).to_owned(),
        is_correct: *is_correct,
        ..AnswerDraft::default()
    };
    QuestionDraft {
        kind,
        difficulty: 3,
        content: content.to_owned(),
        explanation: String::new(),
        points: 100,
        tags: Vec::new(),
        media: Vec::new(),
        answers: answers.iter().map(answer).collect(),
    }
}

/// The question on its way out.
pub(crate) fn exported(topic: &str, draft: QuestionDraft) -> Exported {
    Exported {
        topic: topic.to_owned(),
        draft: draft.checked().unwrap(),
    }
}
