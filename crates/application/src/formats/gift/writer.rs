//! Writes GIFT that Moodle reads, with comments for what it has no place for.
//!
//! The writer reads back what it wrote. Where that is not the question to the letter (a Windows line break, a pair
//! with feedback), the exact words stand in the question's comment.

use super::super::Exported;
use super::super::percent::format_percent;
use super::note::{Note, write_tags};
use super::text::{write_marked, write_text};
use super::{Words, body, category};
use ludger_domain::quiz::{AnswerDraft, QuestionKind, TopicDraft, Weight};
use serde::Serialize;

pub(in super::super) fn write(topics: &[TopicDraft], questions: &[Exported]) -> String {
    let mut text: String = topics
        .iter()
        .map(|topic| comment("ludger-topic", topic) + "\n")
        .collect();
    let mut category = None;
    for question in questions {
        if category.replace(question.topic.as_str()) != Some(question.topic.as_str()) {
            text.extend(["$CATEGORY: ", &category::path_of(&question.topic), "\n\n"]);
        }
        text.push_str(&write_question(question));
    }
    text
}

/// Whether `words` is what `exact` becomes when it is written and read back: then the file was not edited since.
pub(super) fn stands_for(kind: QuestionKind, exact: &Words, note: &Note, words: &Words) -> bool {
    let (text, _) = write_body(kind, exact);
    body::read(&text, note)
        .is_ok_and(|(read_kind, read_words)| read_kind == kind && read_words == *words)
}

fn write_question(question: &Exported) -> String {
    let draft = &question.draft;
    let words = Words {
        content: draft.content.clone(),
        explanation: draft.explanation.clone(),
        answers: draft.answers.clone(),
    };
    let (body, unweighted) = write_body(draft.kind, &words);
    let (tags, other_tags) = write_tags(&draft.tags);
    let has_path =
        category::topic_of(&category::path_of(&question.topic)).as_ref() == Some(&question.topic);
    let mut note = Note {
        kind: Some(draft.kind),
        difficulty: draft.difficulty,
        points: draft.points,
        tags: other_tags,
        topic: (!has_path).then(|| question.topic.clone()),
        unweighted,
        exact: None,
    };
    if !stands_for(draft.kind, &words, &note, &words) {
        note.exact = Some(words);
    }
    let tags = if tags.is_empty() {
        tags
    } else {
        format!("// {tags}\n")
    };
    format!("{}{tags}{body}\n", comment("ludger", &note))
}

/// JSON has no line breaks of its own, so it fits a comment.
fn comment(name: &str, value: &impl Serialize) -> String {
    serde_json::to_string(value)
        .map(|json| format!("// {name}: {json}\n"))
        .unwrap_or_default()
}

/// The text of a question, and whether its percents only say what is right.
fn write_body(kind: QuestionKind, words: &Words) -> (String, bool) {
    let explanation = match words.explanation.as_str() {
        "" => String::new(),
        explanation => format!("####{}\n", write_text(explanation)),
    };
    let unweighted = kind == QuestionKind::Multiple
        && words.answers.iter().all(|answer| answer.weight.is_none());
    let answers = match kind {
        QuestionKind::TrueFalse => write_truth(&words.answers),
        QuestionKind::Numeric => format!("#\n{}", lines(&words.answers, write_number)),
        QuestionKind::Multiple => {
            let shares = Shares::of(&words.answers, unweighted);
            format!(
                "\n{}",
                lines(&words.answers, |_, answer| write_share(answer, shares))
            )
        }
        QuestionKind::Order => format!("\n{}", lines(&words.answers, write_place)),
        QuestionKind::Match => format!(
            "\n{}",
            lines(&words.answers, |_, answer| write_pair(answer))
        ),
        QuestionKind::Single | QuestionKind::Text => {
            format!(
                "\n{}",
                lines(&words.answers, |_, answer| write_choice(answer))
            )
        }
    };
    (
        format!(
            "{} {{{answers}{explanation}}}\n",
            write_marked(&words.content)
        ),
        unweighted,
    )
}

fn lines(answers: &[AnswerDraft], line: impl Fn(usize, &AnswerDraft) -> String) -> String {
    answers
        .iter()
        .enumerate()
        .map(|(index, answer)| line(index, answer) + "\n")
        .collect()
}

fn write_truth(answers: &[AnswerDraft]) -> String {
    let feedback = |is_correct: bool| {
        let answer = answers
            .iter()
            .find(|answer| answer.is_correct == is_correct);
        answer
            .and_then(|answer| answer.feedback.as_deref())
            .map(write_text)
            .unwrap_or_default()
    };
    let is_true = answers
        .iter()
        .any(|answer| answer.is_correct && answer.content == "True");
    let truth = if is_true { "TRUE" } else { "FALSE" };
    let feedbacks = match (feedback(false), feedback(true)) {
        (wrong, right) if wrong.is_empty() && right.is_empty() => String::new(),
        (wrong, right) if right.is_empty() => format!("#{wrong}"),
        (wrong, right) => format!("#{wrong}#{right}"),
    };
    format!("{truth}{feedbacks}\n")
}

fn write_choice(answer: &AnswerDraft) -> String {
    let mark = if answer.is_correct { '=' } else { '~' };
    format!(
        "{mark}{}{}{}",
        write_weight(answer.weight),
        write_text(&answer.content),
        write_feedback(answer)
    )
}

fn write_number(_: usize, answer: &AnswerDraft) -> String {
    let high = answer
        .counterpart
        .as_ref()
        .map(|high| format!("..{high}"))
        .unwrap_or_default();
    format!(
        "={}{}{high}{}",
        write_weight(answer.weight),
        answer.content,
        write_feedback(answer)
    )
}

/// Moodle has no order of its own; pairs of a position and an answer ask the same.
fn write_place(index: usize, answer: &AnswerDraft) -> String {
    format!("={} -> {}", index + 1, write_text(&answer.content))
}

/// A left side cannot hold `->`, since nothing escapes it. In Markdown `-&gt;` reads the same.
fn write_pair(answer: &AnswerDraft) -> String {
    let left = write_text(&answer.content).replace("->", "-&gt;");
    format!(
        "={left} -> {}",
        write_text(answer.counterpart.as_deref().unwrap_or_default())
    )
}

fn write_share(answer: &AnswerDraft, shares: Option<Shares>) -> String {
    let weight = match (shares, answer.is_correct) {
        (Some(shares), true) => Some(shares.right),
        (Some(shares), false) => Some(-shares.wrong),
        (None, _) => answer.weight,
    };
    format!(
        "~{}{}{}",
        write_weight(weight),
        write_text(&answer.content),
        write_feedback(answer)
    )
}

/// What each right answer adds, and each wrong one takes, where the author gave no weights.
#[derive(Clone, Copy)]
struct Shares {
    right: Weight,
    wrong: Weight,
}

impl Shares {
    fn of(answers: &[AnswerDraft], unweighted: bool) -> Option<Self> {
        let share =
            |count: usize| Weight::try_from(count.max(1)).map_or(1, |count| 100_000 / count);
        let right = answers.iter().filter(|answer| answer.is_correct).count();
        unweighted.then(|| Self {
            right: share(right),
            wrong: share(answers.len() - right),
        })
    }
}

fn write_weight(weight: Option<Weight>) -> String {
    weight
        .map(|weight| format!("%{}%", format_percent(weight)))
        .unwrap_or_default()
}

fn write_feedback(answer: &AnswerDraft) -> String {
    answer
        .feedback
        .as_deref()
        .map(write_text)
        .filter(|raw| !raw.is_empty())
        .map(|raw| format!("#{raw}"))
        .unwrap_or_default()
}
