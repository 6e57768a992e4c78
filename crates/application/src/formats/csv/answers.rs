//! The answers of one row, and which of them are right.

use super::super::choice::kind_of_choices;
use super::super::document::excerpt;
use super::super::percent::parse_percent;
use super::correct::{First, right_positions};
use super::header::AnswerColumns;
use super::row::Row;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::{AnswerDraft, QuestionKind};

/// An answer and the number of its column, counted from 1.
struct Placed {
    position: usize,
    draft: AnswerDraft,
}

impl Row<'_> {
    /// The answers of a question of that kind; of any kind that fits them where the row does not say.
    pub(super) fn answers(&self, kind: Option<QuestionKind>) -> Result<Vec<AnswerDraft>, Faults> {
        let mut faults = Faults::default();
        let mut placed = Vec::new();
        for (index, columns) in self.columns.answers.iter().enumerate() {
            placed.extend(faults.take(self.answer(index + 1, *columns)).flatten());
        }
        faults.into_result()?;
        let (said, first) = self.correct();
        if placed.is_empty() {
            return Ok(answers_of_correct(said, kind));
        }
        let all_right = match kind {
            Some(
                QuestionKind::Text
                | QuestionKind::Numeric
                | QuestionKind::Order
                | QuestionKind::Match,
            ) => true,
            Some(_) => false,
            None => said.is_empty() && needs_no_correct(&placed),
        };
        if all_right {
            for placed in &mut placed {
                placed.draft.is_correct = true;
            }
        } else if !said.is_empty() {
            mark_right(&mut placed, said, first)?;
        }
        Ok(placed.into_iter().map(|placed| placed.draft).collect())
    }

    fn answer(&self, position: usize, columns: AnswerColumns) -> Result<Option<Placed>, Fault> {
        let given = |column| Some(self.trimmed(column)).filter(|cell| !cell.is_empty());
        let here = format!("/answers/{}", position - 1);
        let weight = match self.trimmed(columns.weight) {
            "" => None,
            percent => Some(
                parse_percent(percent.trim_end_matches('%').trim_end()).ok_or_else(|| {
                    Fault::new(
                        format!("{here}/weight"),
                        "malformed_number",
                        "a weight is a percent, as 50 or -33.333",
                    )
                })?,
            ),
        };
        let draft = AnswerDraft {
            content: self.trimmed(columns.content).to_owned(),
            is_correct: false,
            counterpart: given(columns.counterpart).map(str::to_owned),
            weight,
            feedback: given(columns.feedback).map(str::to_owned),
        };
        if draft == AnswerDraft::default() {
            return Ok(None);
        }
        if draft.content.is_empty() {
            let detail = format!("answer_{position} is empty, but something belongs to it");
            return Err(Fault::new(format!("{here}/content"), "required", detail));
        }
        Ok(Some(Placed { position, draft }))
    }

    fn correct(&self) -> (&str, First) {
        match self.trimmed(self.columns.correct) {
            "" => (self.trimmed(self.columns.correct_answer), First::Texts),
            correct => (correct, First::Positions),
        }
    }
}

fn mark_right(placed: &mut [Placed], said: &str, first: First) -> Result<(), Fault> {
    let answers: Vec<_> = placed
        .iter()
        .map(|placed| (placed.position, placed.draft.content.as_str()))
        .collect();
    let right = right_positions(said, first, &answers).ok_or_else(|| {
        Fault::new(
            "/answers",
            "not_an_answer",
            format!("{:?} is none of the answers", excerpt(said)),
        )
    })?;
    for placed in placed {
        placed.draft.is_correct = right.contains(&placed.position);
    }
    Ok(())
}

/// A row without answers of its own: `correct` is the answer.
fn answers_of_correct(said: &str, kind: Option<QuestionKind>) -> Vec<AnswerDraft> {
    let answer = |content: &str, is_correct| AnswerDraft {
        content: content.to_owned(),
        is_correct,
        ..AnswerDraft::default()
    };
    let truth = match said.to_lowercase().as_str() {
        "true" | "t" => Some(true),
        "false" | "f" => Some(false),
        _ => None,
    };
    match (kind, truth) {
        (None | Some(QuestionKind::TrueFalse), Some(is_true)) => {
            vec![answer("True", is_true), answer("False", !is_true)]
        }
        (None | Some(QuestionKind::Text | QuestionKind::Numeric), _) if !said.is_empty() => {
            vec![answer(said, true)]
        }
        _ => Vec::new(),
    }
}

/// The kind that the answers make, where the row does not say.
pub(super) fn kind_of(answers: &[AnswerDraft]) -> QuestionKind {
    if !answers.is_empty() && answers.iter().all(|answer| answer.counterpart.is_some()) {
        return QuestionKind::Match;
    }
    match answers {
        [answer] if answer.is_correct => QuestionKind::Text,
        answers => kind_of_choices(answers),
    }
}

/// Pairs, and a single answer, need no `correct`.
fn needs_no_correct(placed: &[Placed]) -> bool {
    placed.len() == 1 || placed.iter().all(|pair| pair.draft.counterpart.is_some())
}
