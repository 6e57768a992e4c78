//! What a player can pick. Answers are shown by letter, in an order of the session's own: an answer's id, or its place
//! in the author's list, would tell the right one to whoever knows the author's habits.

use super::named::named;
use super::shuffle::shuffle_choices;
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
    pub letter: Letter,
    /// See [`Answer::content`].
    pub text: String,
}

/// The answers of one question, as one session deals them out. `True` always stands before `False`; all others are
/// shuffled by the session's seed and the question's id. A question that sessions cannot ask
/// ([`QuestionKind::is_playable`]) deals nothing: its answers might be the solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal<'q>(Vec<(Letter, &'q Answer)>);

impl<'q> Deal<'q> {
    /// The deal of `question` in the session with this seed: always the same for the same question.
    pub fn new(seed: i64, question: &'q Question) -> Self {
        let mut answers: Vec<_> = question
            .answers
            .iter()
            .filter(|_| question.kind.is_playable())
            .collect();
        if question.kind == QuestionKind::TrueFalse {
            answers.sort_by_key(|answer| answer.content != "True");
        } else {
            shuffle_choices(seed, question.id, &mut answers);
        }
        Self(Letter::ALL.iter().copied().zip(answers).collect())
    }

    /// What may be shown before the answer.
    pub fn choices(&self) -> Vec<Choice> {
        self.0
            .iter()
            .map(|(letter, answer)| Choice {
                letter: *letter,
                text: answer.content.clone(),
            })
            .collect()
    }

    /// The answer behind a letter.
    pub fn pick(&self, letter: Letter) -> Option<&'q Answer> {
        self.0
            .iter()
            .find(|(dealt, _)| *dealt == letter)
            .map(|(_, answer)| *answer)
    }

    /// The letter of an answer. `None` when the question was edited since: its answers then have other ids.
    pub fn letter_of(&self, answer: AnswerId) -> Option<Letter> {
        self.0
            .iter()
            .find(|(_, dealt)| dealt.id == answer)
            .map(|(letter, _)| *letter)
    }

    /// The letter of the right answer. `None` only where nothing is dealt.
    pub fn right(&self) -> Option<Letter> {
        self.0
            .iter()
            .find(|(_, answer)| answer.is_correct)
            .map(|(letter, _)| *letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::session::fixture;
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
            .map(|seed| Deal::new(seed, &question).right())
            .collect();
        assert_eq!(places.len(), 4);
    }

    #[test]
    fn what_cannot_be_played_deals_nothing() {
        for kind in QuestionKind::ALL
            .into_iter()
            .filter(|kind| !kind.is_playable())
        {
            let question = Question {
                kind,
                ..fixture::single(1, 4)
            };
            let deal = Deal::new(1, &question);
            assert!(deal.choices().is_empty());
            assert_eq!((deal.right(), deal.pick(Letter::A)), (None, None));
        }
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
                prop_assert_eq!(deal.right() == Some(letter), answer.is_correct);
            }
        }
    }
}
