//! An answer is judged: a pure function of the question and of what was picked.

use super::given::plain_text;
use super::{Answer, Deal, Letter, Picked, Question, QuestionKind};
use crate::ids::AnswerId;
use crate::money::parse_decimal;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// All of a question's points, in thousandths of a percent, as [weights](super::Weight) are counted.
pub const FULL_CREDIT: i64 = 100_000;

/// What an answer is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The share of the points: 0 (wrong) to [`FULL_CREDIT`] (right), partly right between.
    pub credit: i64,
    /// The stored answer that was picked, or matched, where it is one.
    pub selected: Option<AnswerId>,
    /// What the author says to who picks this.
    pub feedback: Option<String>,
}

/// What is right: told when a question is closed, in the letters of the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Solution {
    /// See [`Given::Choice`](super::Given::Choice).
    Choice(Letter),
    /// See [`Given::Choices`](super::Given::Choices).
    Choices(Vec<Letter>),
    /// Every text that is worth most.
    Texts(Vec<String>),
    /// Every range in which a number is worth most.
    Ranges(Vec<NumberRange>),
    /// See [`Given::Order`](super::Given::Order).
    Order(Vec<Letter>),
    /// See [`Given::Pairs`](super::Given::Pairs).
    Pairs(BTreeMap<Letter, Letter>),
}

/// From one number to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NumberRange {
    /// A decimal.
    pub from: String,
    /// Not below it.
    pub to: String,
}

impl Mark {
    /// Whether it is right in full.
    pub const fn is_correct(&self) -> bool {
        self.credit >= FULL_CREDIT
    }
}

impl Question {
    /// Judges what was picked. Only `multiple`, and answers whose author gave them a weight, earn a part: of `multiple`,
    /// each right pick adds its share, each wrong one takes as much away, never below nothing.
    pub fn mark(&self, picked: &Picked) -> Mark {
        match picked {
            Picked::Choice(id) => self.mark_one(*id),
            Picked::Text(text) => {
                let same = |answer: &&Answer| plain_text(&answer.content) == *text;
                Mark::best_of(self.answers.iter().filter(same))
            }
            Picked::Number(number) => {
                Mark::best_of(self.answers.iter().filter(|a| contains(a, number)))
            }
            Picked::Choices(ids) => self.mark_many(ids),
            Picked::Order(ids) => {
                let is_right = self
                    .answers
                    .iter()
                    .map(|answer| answer.id)
                    .eq(ids.iter().copied());
                Mark::all_or_nothing(is_right)
            }
            Picked::Pairs(pairs) => Mark::all_or_nothing(self.answers.iter().all(|answer| {
                pairs.get(&answer.id).map(String::as_str) == answer.counterpart.as_deref()
            })),
        }
    }

    /// What is right, in the letters of `deal`, which is of this question.
    pub fn solution(&self, deal: &Deal<'_>) -> Solution {
        let best = self.answers.iter().map(Answer::credit).max();
        let full = || self.answers.iter().filter(|a| Some(a.credit()) == best);
        let mut right: Vec<Letter> = deal.right().collect();
        right.sort_unstable();
        match self.kind {
            QuestionKind::Single | QuestionKind::TrueFalse => {
                Solution::Choice(right.first().copied().unwrap_or(Letter::A))
            }
            QuestionKind::Multiple => Solution::Choices(right),
            QuestionKind::Text => {
                Solution::Texts(full().map(|answer| answer.content.clone()).collect())
            }
            QuestionKind::Numeric => Solution::Ranges(full().map(NumberRange::of).collect()),
            QuestionKind::Order => {
                let ids = self.answers.iter();
                Solution::Order(ids.filter_map(|answer| deal.letter_of(answer.id)).collect())
            }
            QuestionKind::Match => Solution::Pairs(
                self.answers
                    .iter()
                    .filter_map(|answer| {
                        let target = deal.letter_of_target(answer.counterpart.as_deref()?)?;
                        Some((deal.letter_of(answer.id)?, target))
                    })
                    .collect(),
            ),
        }
    }

    /// The right one is right in full; another may be right in part.
    fn mark_one(&self, id: AnswerId) -> Mark {
        let mark = Mark::best_of(self.answers.iter().filter(|answer| answer.id == id));
        let is_right = self
            .answers
            .iter()
            .any(|answer| answer.id == id && answer.is_correct);
        let most = FULL_CREDIT.saturating_sub(1);
        Mark {
            credit: if is_right {
                FULL_CREDIT
            } else {
                mark.credit.min(most)
            },
            ..mark
        }
    }

    fn mark_many(&self, ids: &BTreeSet<AnswerId>) -> Mark {
        let picked = || {
            self.answers
                .iter()
                .filter(|answer| ids.contains(&answer.id))
        };
        let said: Vec<_> = picked()
            .filter_map(|answer| answer.feedback.clone())
            .collect();
        let is_full = self
            .answers
            .iter()
            .all(|a| a.is_correct == ids.contains(&a.id));
        let credit = if is_full {
            FULL_CREDIT
        } else {
            self.part_of(picked())
        };
        Mark {
            credit,
            selected: None,
            feedback: Some(said.join("\n")).filter(|said| !said.is_empty()),
        }
    }

    /// Less than everything, whatever the weights add up to: something is missing or too much.
    fn part_of<'a>(&self, picked: impl Iterator<Item = &'a Answer>) -> i64 {
        let right = self
            .answers
            .iter()
            .filter(|answer| answer.is_correct)
            .count();
        let share = i64::try_from(right)
            .ok()
            .and_then(|right| FULL_CREDIT.checked_div(right))
            .unwrap_or_default();
        let worth = |answer: &Answer| match answer.weight {
            Some(weight) => i64::from(weight),
            None if answer.is_correct => share,
            None => share.saturating_neg(),
        };
        let sum = picked.map(worth).fold(0_i64, i64::saturating_add);
        sum.clamp(0, FULL_CREDIT.saturating_sub(1))
    }
}

impl Answer {
    fn credit(&self) -> i64 {
        match self.weight {
            Some(weight) => i64::from(weight).clamp(0, FULL_CREDIT),
            None if self.is_correct => FULL_CREDIT,
            None => 0,
        }
    }
}

impl Mark {
    /// Of the stored answers that fit the best one; nothing where none does.
    fn best_of<'a>(fitting: impl Iterator<Item = &'a Answer>) -> Self {
        let best = fitting.max_by_key(|answer| answer.credit());
        best.map_or(Self::all_or_nothing(false), |answer| Self {
            credit: answer.credit(),
            selected: Some(answer.id),
            feedback: answer.feedback.clone(),
        })
    }

    const fn all_or_nothing(is_right: bool) -> Self {
        Self {
            credit: if is_right { FULL_CREDIT } else { 0 },
            selected: None,
            feedback: None,
        }
    }
}

impl NumberRange {
    fn of(answer: &Answer) -> Self {
        Self {
            from: answer.content.clone(),
            to: answer
                .counterpart
                .clone()
                .unwrap_or_else(|| answer.content.clone()),
        }
    }
}

fn contains(answer: &Answer, number: &str) -> bool {
    let NumberRange { from, to } = NumberRange::of(answer);
    match (
        parse_decimal(&from),
        parse_decimal(number),
        parse_decimal(&to),
    ) {
        (Ok(from), Ok(number), Ok(to)) => (from..=to).contains(&number),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
