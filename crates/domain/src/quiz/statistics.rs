//! How a question did in the sessions that asked it.

use super::{Picked, Question};
use crate::ids::AnswerId;
use crate::percent::Percent;

/// What became of a question wherever it was asked and closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionStatistics {
    /// How often it was asked: once for each player in each session.
    pub asked: i64,
    /// Of these, how often nothing came in time, or what came is not kept: own words go with their user.
    pub unanswered: i64,
    /// Right in full.
    pub right: i64,
    /// Right in part.
    pub partly: i64,
    /// The middle one of the times that answers took; of two middle ones, the shorter. `None`: there was no answer.
    pub median_time_ms: Option<i64>,
    /// What was picked, the most frequent first; at most [`Self::PICKS_MAX`].
    pub picks: Vec<Pick>,
}

/// One way in which a question was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// Which.
    pub picked: Picked,
    /// The share of the points that it was worth, in thousandths of a percent, when it was last given.
    pub credit: i64,
    /// How often.
    pub count: i64,
}

impl QuestionStatistics {
    /// Ways of answering that are told.
    pub const PICKS_MAX: usize = 20;

    /// How many answers were right in full, of all that were asked for.
    pub fn right_rate(&self) -> Percent {
        Percent::of(self.right, self.asked)
    }
}

impl Picked {
    /// What was picked in the words of the question, as they are now. An answer that it no longer has is `None`.
    pub fn words(&self, question: &Question) -> Vec<Option<String>> {
        let content = |id: &AnswerId| {
            let mut answers = question.answers.iter();
            let found = answers.find(|answer| answer.id == *id);
            found.map(|answer| answer.content.clone())
        };
        match self {
            Self::Choice(id) => vec![content(id)],
            Self::Choices(ids) => ids.iter().map(content).collect(),
            Self::Order(ids) => ids.iter().map(content).collect(),
            Self::Text(text) | Self::Number(text) => vec![Some(text.clone())],
            Self::Pairs(pairs) => {
                let pair = |(id, target): (&AnswerId, &String)| {
                    Some(format!("{} → {target}", content(id)?))
                };
                pairs.iter().map(pair).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::{Deal, fixture};

    #[test]
    fn what_is_picked_has_words() {
        for question in fixture::bank(7) {
            let given = fixture::right(1, &question);
            let picked = Deal::new(1, &question).read(&given).unwrap();
            let words = picked.words(&question);
            assert!(words.iter().all(Option::is_some), "{words:?}");
            let mut edited = question.clone();
            edited.answers.clear();
            let kept = matches!(picked, Picked::Text(_) | Picked::Number(_));
            assert_eq!(
                picked.words(&edited).iter().all(Option::is_some),
                kept,
                "{words:?}"
            );
        }
    }
}
