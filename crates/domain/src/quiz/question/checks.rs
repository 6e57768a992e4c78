//! What the parts of a draft have to keep to.

use super::{AnswerDraft, QuestionKind};
use crate::fault::{Faults, check_text};
use crate::money::parse_decimal;
use std::collections::BTreeSet;

pub(super) fn checked_tags(tags: &[String], faults: &mut Faults) -> Vec<String> {
    let tags: BTreeSet<String> = tags.iter().map(|tag| tag.trim().to_lowercase()).collect();
    if tags.len() > 10 {
        faults.add("/tags", "too_many", "a question has at most 10 tags");
    }
    for tag in &tags {
        faults.take(check_text("/tags", tag, 1, 40));
    }
    tags.into_iter().collect()
}

/// The answers as they are stored: trimmed; `True` before `False` whatever order the author wrote.
pub(super) fn checked_answers(
    kind: QuestionKind,
    answers: Vec<AnswerDraft>,
    faults: &mut Faults,
) -> Vec<AnswerDraft> {
    let mut answers: Vec<_> = answers
        .into_iter()
        .map(|answer| canonical(kind, answer))
        .collect();
    check_answers(kind, &answers, faults);
    if kind == QuestionKind::TrueFalse {
        answers.sort_by_key(|answer| answer.content != "True");
    }
    answers
}

fn canonical(kind: QuestionKind, answer: AnswerDraft) -> AnswerDraft {
    let content = match (kind, answer.content.trim()) {
        (QuestionKind::TrueFalse, text) if text.eq_ignore_ascii_case("true") => "True",
        (QuestionKind::TrueFalse, text) if text.eq_ignore_ascii_case("false") => "False",
        (_, text) => text,
    };
    let trimmed = |text: String| text.trim().to_owned();
    AnswerDraft {
        content: content.to_owned(),
        is_correct: answer.is_correct || kind.accepts_every_answer(),
        counterpart: answer.counterpart.map(trimmed),
        weight: answer.weight,
        feedback: answer.feedback.map(trimmed),
    }
}

fn check_answers(kind: QuestionKind, answers: &[AnswerDraft], faults: &mut Faults) {
    let range = match kind {
        QuestionKind::Single
        | QuestionKind::Multiple
        | QuestionKind::Order
        | QuestionKind::Match => 2..=6,
        QuestionKind::TrueFalse => 2..=2,
        QuestionKind::Text | QuestionKind::Numeric => 1..=20,
    };
    if !range.contains(&answers.len()) {
        let (low, high) = (range.start(), range.end());
        let detail = format!("a {} question has {low} to {high} answers", kind.as_str());
        faults.add("/answers", "wrong_number_of_answers", detail);
    }
    let mut seen = BTreeSet::new();
    for (index, answer) in answers.iter().enumerate() {
        let here = format!("/answers/{index}");
        check_answer(kind, answer, &here, faults);
        if !seen.insert(answer.content.to_lowercase()) {
            faults.add(format!("{here}/content"), "repeated", "stands there twice");
        }
    }
    check_right_answers(kind, answers, faults);
}

fn check_answer(kind: QuestionKind, answer: &AnswerDraft, here: &str, faults: &mut Faults) {
    faults.take(check_text(
        &format!("{here}/content"),
        &answer.content,
        1,
        500,
    ));
    if let Some(feedback) = &answer.feedback {
        faults.take(check_text(&format!("{here}/feedback"), feedback, 1, 1_000));
    }
    if answer
        .weight
        .is_some_and(|weight| !(-100_000..=100_000).contains(&weight))
    {
        faults.add(
            format!("{here}/weight"),
            "out_of_range",
            "a weight is -100 % to 100 %",
        );
    }
    match kind {
        QuestionKind::Numeric => check_range(answer, here, faults),
        QuestionKind::Match => match &answer.counterpart {
            Some(counterpart) => {
                faults.take(check_text(
                    &format!("{here}/counterpart"),
                    counterpart,
                    1,
                    500,
                ));
            }
            None => faults.add(
                format!("{here}/counterpart"),
                "required",
                "a pair needs both sides",
            ),
        },
        _ if answer.counterpart.is_some() => {
            faults.add(
                format!("{here}/counterpart"),
                "not_allowed",
                "only pairs and ranges have a counterpart",
            );
        }
        _ => {}
    }
}

fn check_range(answer: &AnswerDraft, here: &str, faults: &mut Faults) {
    let upper = answer.counterpart.as_deref().unwrap_or(&answer.content);
    match (parse_decimal(&answer.content), parse_decimal(upper)) {
        (Ok(low), Ok(high)) if low <= high => {}
        (Ok(_), Ok(_)) => faults.add(
            here,
            "empty_range",
            "the lower bound is above the upper one",
        ),
        _ => faults.add(here, "malformed_number", "a range is one decimal, or two"),
    }
}

fn check_right_answers(kind: QuestionKind, answers: &[AnswerDraft], faults: &mut Faults) {
    let right = answers.iter().filter(|answer| answer.is_correct).count();
    match kind {
        QuestionKind::Single | QuestionKind::TrueFalse if right != 1 => {
            faults.add(
                "/answers",
                "one_right_answer",
                format!("exactly one answer is right, not {right}"),
            );
        }
        QuestionKind::Multiple if right == 0 => {
            faults.add(
                "/answers",
                "no_right_answer",
                "at least one answer is right",
            );
        }
        _ => {}
    }
    let is_boolean = answers
        .iter()
        .all(|a| matches!(a.content.as_str(), "True" | "False"));
    if kind == QuestionKind::TrueFalse && !is_boolean {
        faults.add(
            "/answers",
            "not_true_or_false",
            "the answers of a true_false question are True and False",
        );
    }
}
