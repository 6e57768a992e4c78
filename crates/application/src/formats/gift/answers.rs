//! What stands between the braces, but for the general feedback.

use super::super::choice::kind_of_choices;
use super::super::percent::parse_percent;
use super::Flaw;
use super::note::Note;
use super::numeric::read_numbers;
use super::text::{Markup, choice_starts, read_text, split_unescaped};
use ludger_domain::quiz::{AnswerDraft, QuestionKind, Weight};

/// More answers than any kind has; what is above is not even looked at.
const CHOICES_MAX: usize = 100;

type Answers = (QuestionKind, Vec<AnswerDraft>);

/// The kind that the answers make, and the answers. `note` decides where they leave it open.
pub(super) fn read_answers(raw: &str, markup: Markup, note: &Note) -> Result<Answers, Flaw> {
    if raw.is_empty() {
        return Err(Flaw::Unsupported(
            "an essay (a question without answers) cannot be marked by a program",
        ));
    }
    if let Some(answers) = read_truth(raw, markup) {
        return Ok((QuestionKind::TrueFalse, answers));
    }
    if let Some(numbers) = raw.strip_prefix('#') {
        return Ok((QuestionKind::Numeric, read_numbers(numbers.trim(), markup)?));
    }
    let choices = choices(raw)?;
    if choices.iter().all(|choice| choice.is_marked_right) {
        read_accepted(&choices, markup, note)
    } else {
        Ok(read_choices(&choices, markup, note))
    }
}

/// `TRUE#if wrong#if right`.
fn read_truth(raw: &str, markup: Markup) -> Option<Vec<AnswerDraft>> {
    let (truth, feedbacks) = split_unescaped(raw, "#").unwrap_or((raw, ""));
    let is_true = match truth.trim().to_ascii_uppercase().as_str() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return None,
    };
    let (if_wrong, if_right) = split_unescaped(feedbacks, "#").unwrap_or((feedbacks, ""));
    let answer = |content: &str, is_correct: bool| AnswerDraft {
        content: content.to_owned(),
        is_correct,
        feedback: read_feedback(if is_correct { if_right } else { if_wrong }, markup),
        ..AnswerDraft::default()
    };
    Some(vec![answer("True", is_true), answer("False", !is_true)])
}

/// An answer behind its `=` or `~`.
pub(super) struct Choice<'a> {
    pub(super) is_marked_right: bool,
    pub(super) weight: Option<Weight>,
    pub(super) text: &'a str,
    pub(super) feedback: &'a str,
}

impl Choice<'_> {
    fn draft(&self, is_correct: bool, markup: Markup) -> AnswerDraft {
        AnswerDraft {
            content: read_text(self.text, markup),
            is_correct,
            counterpart: None,
            weight: self.weight,
            feedback: read_feedback(self.feedback, markup),
        }
    }
}

/// Cuts `=right#feedback ~%50%half` into its answers.
pub(super) fn choices(raw: &str) -> Result<Vec<Choice<'_>>, Flaw> {
    let starts = choice_starts(raw);
    if starts.first() != Some(&0) {
        return Err(Flaw::Malformed(
            "an answer starts with \"=\" or \"~\"".to_owned(),
        ));
    }
    if starts.len() > CHOICES_MAX {
        return Err(Flaw::Malformed(format!(
            "has {} answers; write \"\\=\" and \"\\~\" for the characters",
            starts.len()
        )));
    }
    let ends = starts.iter().skip(1).copied().chain([raw.len()]);
    Ok(starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| raw.get(*start..end))
        .map(choice)
        .collect())
}

fn choice(raw: &str) -> Choice<'_> {
    let is_marked_right = raw.starts_with('=');
    let (weight, rest) = take_weight(raw.get(1..).unwrap_or_default());
    let (text, feedback) = split_unescaped(rest, "#").unwrap_or((rest, ""));
    Choice {
        is_marked_right,
        weight,
        text,
        feedback,
    }
}

/// `%50%rest`. What looks otherwise is part of the text.
pub(super) fn take_weight(raw: &str) -> (Option<Weight>, &str) {
    let weighted = raw
        .trim_start()
        .strip_prefix('%')
        .and_then(|percent| percent.split_once('%'));
    match weighted.and_then(|(percent, rest)| Some((parse_percent(percent)?, rest))) {
        Some((weight, rest)) => (Some(weight), rest),
        None => (None, raw),
    }
}

pub(super) fn read_feedback(raw: &str, markup: Markup) -> Option<String> {
    Some(read_text(raw, markup)).filter(|feedback| !feedback.is_empty())
}

/// Some answers are marked wrong. Where one is marked right, a percent is partial credit; where none is, the
/// percents say what is right.
fn read_choices(choices: &[Choice<'_>], markup: Markup, note: &Note) -> Answers {
    let marked = choices.iter().any(|choice| choice.is_marked_right);
    let is_right = |choice: &Choice<'_>| {
        if marked {
            choice.is_marked_right
        } else {
            choice.weight.is_some_and(|weight| weight > 0)
        }
    };
    let mut answers: Vec<_> = choices
        .iter()
        .map(|choice| choice.draft(is_right(choice), markup))
        .collect();
    if note.unweighted {
        for answer in &mut answers {
            answer.weight = None;
        }
    }
    let kind = note
        .kind
        .filter(|kind| matches!(kind, QuestionKind::Single | QuestionKind::Multiple));
    (kind.unwrap_or_else(|| kind_of_choices(&answers)), answers)
}

/// Every answer is marked right: texts, or pairs where one has a `->`.
fn read_accepted(choices: &[Choice<'_>], markup: Markup, note: &Note) -> Result<Answers, Flaw> {
    let is_paired = choices.iter().any(|choice| choice.text.contains("->"));
    let kind = match note.kind {
        Some(kind @ (QuestionKind::Text | QuestionKind::Order | QuestionKind::Match)) => kind,
        _ if is_paired => QuestionKind::Match,
        _ => QuestionKind::Text,
    };
    if kind != QuestionKind::Text {
        return Ok((
            kind,
            choices
                .iter()
                .map(|choice| read_pair(choice, kind, markup))
                .collect::<Result<_, _>>()?,
        ));
    }
    if note.kind.is_none()
        && choices
            .iter()
            .any(|choice| choice.weight.is_some_and(|weight| weight <= 0))
    {
        return Err(Flaw::Unsupported(
            "a text that is wrong (0 % or less) has no place among accepted texts",
        ));
    }
    Ok((
        kind,
        choices
            .iter()
            .map(|choice| choice.draft(true, markup))
            .collect(),
    ))
}

/// `left -> right`. Of an order only the right sides count: the left ones are positions.
fn read_pair(choice: &Choice<'_>, kind: QuestionKind, markup: Markup) -> Result<AnswerDraft, Flaw> {
    let Some((left, right)) = choice.text.split_once("->") else {
        return Err(Flaw::Malformed(
            "every pair of a matching needs a \"->\"".to_owned(),
        ));
    };
    let (left, right) = (read_text(left, markup), read_text(right, markup));
    let draft = choice.draft(true, markup);
    Ok(match kind {
        QuestionKind::Order => AnswerDraft {
            content: right,
            ..draft
        },
        _ => AnswerDraft {
            content: left,
            counterpart: Some(right),
            ..draft
        },
    })
}
