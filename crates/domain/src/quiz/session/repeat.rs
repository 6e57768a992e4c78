//! The same answer again gets the first result again; another one is refused.

use super::{AnswerError, End, PlayerAnswer, QuizSession, Verdict};
use crate::quiz::{Deal, Ending, Letter, Question};
use serde::Serialize;

/// What was told when this answer was given for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repeated {
    /// With hearts and score as they stood after that answer, whatever happened since.
    pub verdict: Verdict,
    /// Set when it was the answer that ended the session. It was paid then.
    pub ended: Option<Ending>,
}

impl QuizSession {
    /// The first result, when `question` was answered by the same letter before; `None` when it was not answered yet.
    /// `answers` are all that were given in this session, in any order. Works in every state, after the end too.
    ///
    /// # Errors
    /// The question is none of this session's, has no such choice, or was answered otherwise. Who edits a question
    /// gives its answers new ids, so a repetition after that counts as another answer.
    pub fn repeat(
        &self,
        question: &Question,
        letter: Letter,
        answers: &[PlayerAnswer],
    ) -> Result<Option<Repeated>, AnswerError> {
        let place = self
            .questions
            .iter()
            .position(|id| *id == question.id)
            .ok_or(AnswerError::NotCurrent)?;
        let Some(first) = answers.iter().find(|answer| answer.question == question.id) else {
            return Ok(None);
        };
        let deal = Deal::new(self.seed, question);
        let right = deal.right().ok_or(AnswerError::NotPlayable)?;
        let picked = deal
            .pick(letter)
            .ok_or(AnswerError::UnknownChoice(letter))?;
        if picked.id != first.selected {
            return Err(AnswerError::AlreadyAnswered);
        }
        let standing = self.standing_after(place, answers);
        let verdict = Verdict::new(question, (letter, picked), right, first, standing);
        let was_last =
            i64::try_from(place).is_ok_and(|place| place.saturating_add(1) == self.position);
        let ended = self
            .ending()
            .filter(|ending| was_last && ending.end == End::Completed);
        Ok(Some(Repeated { verdict, ended }))
    }

    /// Hearts and score once the questions up to this place were answered.
    fn standing_after(&self, place: usize, answers: &[PlayerAnswer]) -> (i64, i64) {
        let hearts = self.hearts_left.saturating_add(self.wrong_count());
        self.questions
            .iter()
            .take(place.saturating_add(1))
            .filter_map(|id| answers.iter().find(|answer| answer.question == *id))
            .fold((hearts, 0_i64), |(hearts, score), answer| {
                let lost = i64::from(!answer.is_correct);
                (
                    hearts.saturating_sub(lost),
                    score.saturating_add(answer.points_awarded),
                )
            })
    }
}
