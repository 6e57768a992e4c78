//! What a player is offered. Answers are shown by letter, in an order of the session's own: an answer's id, or its place
//! in the author's list, would tell the right one to whoever knows the author's habits.

use super::named::named;
use super::shuffle::{shuffle_choices, shuffle_targets};
use super::{Answer, Question, QuestionKind};
use crate::ids::AnswerId;
use serde::Serialize;

named! {
    /// The place of a choice among those shown, the first being `A`.
    Letter {
        /// The first.
        A = "A",
        /// The second.
        B = "B",
        /// The third.
        C = "C",
        /// The fourth.
        D = "D",
        /// The fifth.
        E = "E",
        /// The sixth; no question has more.
        F = "F",
    }
}

/// One choice as a player sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What to answer with.
    #[serde(rename = "choice")]
    pub letter: Letter,
    /// See [`Answer::content`]; for a target the [`Answer::counterpart`].
    #[serde(rename = "content")]
    pub text: String,
}

/// The answers of one question, as one session deals them out: always the same for the same session and question.
///
/// `True` always stands before `False`; all others are shuffled by the session's seed and the question's id. Texts and
/// numbers deal nothing: what is stored there is the solution. Pairs deal both sides, each in an order of its own; a
/// counterpart that several pairs share is dealt once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal<'q> {
    pub(super) question: &'q Question,
    choices: Vec<(Letter, &'q Answer)>,
    targets: Vec<(Letter, &'q str)>,
}

impl<'q> Deal<'q> {
    /// The deal of `question` in the session with this seed.
    pub fn new(seed: i64, question: &'q Question) -> Self {
        let mut answers: Vec<_> = question
            .answers
            .iter()
            .filter(|_| question.kind.offers_choices())
            .collect();
        match question.kind {
            QuestionKind::TrueFalse => answers.sort_by_key(|answer| answer.content != "True"),
            _ => shuffle_choices(seed, question.id, &mut answers),
        }
        let mut targets = Vec::new();
        if question.kind == QuestionKind::Match {
            targets.extend(
                question
                    .answers
                    .iter()
                    .filter_map(|a| a.counterpart.as_deref()),
            );
            targets.sort_unstable();
            targets.dedup();
            shuffle_targets(seed, question.id, &mut targets);
        }
        Self {
            question,
            choices: Letter::ALL.iter().copied().zip(answers).collect(),
            targets: Letter::ALL.iter().copied().zip(targets).collect(),
        }
    }

    /// What may be shown before the answer.
    pub fn choices(&self) -> Vec<Choice> {
        let choice = |(letter, answer): &(Letter, &Answer)| Choice {
            letter: *letter,
            text: answer.content.clone(),
        };
        self.choices.iter().map(choice).collect()
    }

    /// What the choices of a `match` question are to be paired with; empty for all others.
    pub fn targets(&self) -> Vec<Choice> {
        let target = |(letter, text): &(Letter, &str)| Choice {
            letter: *letter,
            text: (*text).to_owned(),
        };
        self.targets.iter().map(target).collect()
    }

    /// The answer behind a letter.
    pub fn pick(&self, letter: Letter) -> Option<&'q Answer> {
        self.choices
            .iter()
            .find(|(dealt, _)| *dealt == letter)
            .map(|(_, answer)| *answer)
    }

    /// The letter of an answer. `None` when the question was edited since: its answers then have other ids.
    pub fn letter_of(&self, answer: AnswerId) -> Option<Letter> {
        self.choices
            .iter()
            .find(|(_, dealt)| dealt.id == answer)
            .map(|(letter, _)| *letter)
    }

    /// The text behind a target's letter.
    pub fn target(&self, letter: Letter) -> Option<&'q str> {
        self.targets
            .iter()
            .find(|(dealt, _)| *dealt == letter)
            .map(|(_, text)| *text)
    }

    /// The letter of a target.
    pub fn letter_of_target(&self, text: &str) -> Option<Letter> {
        self.targets
            .iter()
            .find(|(_, dealt)| *dealt == text)
            .map(|(letter, _)| *letter)
    }

    /// The letters of the right answers.
    pub fn right(&self) -> impl Iterator<Item = Letter> {
        self.choices
            .iter()
            .filter(|(_, answer)| answer.is_correct)
            .map(|(letter, _)| *letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::fixture;
    use proptest::prelude::*;

    #[test]
    fn a_letter_reads_back_from_its_name() {
        for letter in Letter::ALL {
            assert_eq!(Letter::from_name(letter.as_str()), Some(*letter));
            assert_eq!(
                serde_json::to_string(letter).unwrap(),
                format!("\"{letter}\"")
            );
        }
        for none in ["", "a", "G", "AB", "1"] {
            assert_eq!(Letter::from_name(none), None, "{none}");
        }
    }

    #[test]
    fn true_stands_before_false_in_every_session() {
        let question = fixture::true_false(1);
        for seed in 0..50 {
            let texts: Vec<_> = Deal::new(seed, &question)
                .choices()
                .into_iter()
                .map(|choice| choice.text)
                .collect();
            assert_eq!(texts, ["True", "False"]);
        }
    }

    #[test]
    fn the_right_answer_does_not_keep_its_place() {
        let question = fixture::single(1, 4);
        let places: std::collections::BTreeSet<_> = (0..50)
            .flat_map(|seed| Deal::new(seed, &question).right().collect::<Vec<_>>())
            .collect();
        assert_eq!(places.len(), 4);
    }

    #[test]
    fn texts_and_numbers_deal_nothing() {
        for question in [fixture::text(1), fixture::numeric(1)] {
            let deal = Deal::new(1, &question);
            assert!(deal.choices().is_empty() && deal.targets().is_empty());
            assert_eq!((deal.right().count(), deal.pick(Letter::A)), (0, None));
        }
    }

    #[test]
    fn both_sides_of_pairs_are_dealt_and_shared_counterparts_once() {
        let question = fixture::pairs(
            1,
            &[("Rome", "Italy"), ("Milan", "Italy"), ("Lyon", "France")],
        );
        let orders: std::collections::BTreeSet<Vec<_>> = (0..50)
            .map(|seed| {
                let deal = Deal::new(seed, &question);
                let targets: Vec<_> = deal
                    .targets()
                    .into_iter()
                    .map(|target| target.text)
                    .collect();
                assert_eq!((deal.choices().len(), targets.len()), (3, 2));
                for target in deal.targets() {
                    assert_eq!(deal.target(target.letter), Some(target.text.as_str()));
                    assert_eq!(deal.letter_of_target(&target.text), Some(target.letter));
                }
                targets
            })
            .collect();
        assert_eq!(orders.len(), 2, "they come in every order");
    }

    proptest! {
        #[test]
        fn letters_and_answers_lead_to_one_another(seed: i64, number in 1_u128..1_000, size in 2_usize..=6) {
            let question = fixture::single(number, size);
            let deal = Deal::new(seed, &question);
            prop_assert_eq!(deal.choices().len(), size);
            for answer in &question.answers {
                let letter = deal.letter_of(answer.id).unwrap();
                prop_assert_eq!(deal.pick(letter), Some(answer));
                prop_assert_eq!(deal.right().any(|right| right == letter), answer.is_correct);
            }
        }
    }
}
