//! A finished session, question by question.

use super::{NotFinished, PlayerAnswer, QuizSession};
use crate::ids::{GameSessionId, QuestionId, UserId};
use crate::quiz::{Choice, Deal, Difficulty, Ending, Given, Question, QuestionKind, Solution};
use serde::Serialize;

/// What was asked and what a player answered, and what would have been right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// Of which session.
    pub session: GameSessionId,
    /// How it ended for the player.
    pub ending: Ending,
    /// In the order asked. Questions that were never served are not among them.
    pub items: Vec<ReviewItem>,
}

/// One question of a finished session, in its present words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewItem {
    /// Which.
    pub question: QuestionId,
    /// Its place in the session, from 1.
    pub number: i64,
    /// See [`Question::content`].
    pub content: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Novice to grandmaster.
    pub difficulty: Difficulty,
    /// As they were shown.
    pub choices: Vec<Choice>,
    /// As they were shown.
    pub targets: Vec<Choice>,
    /// What the player answered. `None`: nothing, or the question was edited since and the answer is gone.
    pub given: Option<Given>,
    /// What is right.
    pub solution: Solution,
    /// As judged at the time; false where nothing was answered.
    pub is_correct: bool,
    /// Below 0 for a penalty.
    pub points_awarded: i64,
    /// `None`: not answered.
    pub answer_time_ms: Option<i64>,
    /// See [`Question::explanation`].
    pub explanation: String,
}

impl QuizSession {
    /// The review of a finished session for one of its players, from its questions and answers, each in any order. A
    /// question that is not among `questions` is left out.
    ///
    /// # Errors
    /// The session is not finished: before, nothing may be revealed.
    pub fn review(
        &self,
        user: UserId,
        questions: &[Question],
        answers: &[PlayerAnswer],
    ) -> Result<Review, NotFinished> {
        self.ended_at.ok_or(NotFinished)?;
        let ending = self.ending_of(user).ok_or(NotFinished)?;
        let own = |id: QuestionId| answers.iter().find(|a| a.question == id && a.user == user);
        // All that were closed, and the one that was open at the end.
        let asked = self
            .position
            .saturating_add(i64::from(self.round.is_some()));
        let items = (1_i64..)
            .zip(&self.questions)
            .take_while(|(number, _)| *number <= asked)
            .filter_map(|(number, id)| {
                let question = questions.iter().find(|question| question.id == *id)?;
                Some(self.reviewed(number, question, own(*id)))
            })
            .collect();
        Ok(Review {
            session: self.id,
            ending,
            items,
        })
    }

    fn reviewed(
        &self,
        number: i64,
        question: &Question,
        answer: Option<&PlayerAnswer>,
    ) -> ReviewItem {
        let deal = Deal::new(self.seed, question);
        let picked = answer.and_then(|answer| answer.picked.as_ref());
        ReviewItem {
            question: question.id,
            number,
            content: question.content.clone(),
            kind: question.kind,
            difficulty: question.difficulty,
            choices: deal.choices(),
            targets: deal.targets(),
            given: picked.and_then(|picked| deal.tell(picked)),
            solution: question.solution(&deal),
            is_correct: answer.is_some_and(PlayerAnswer::is_correct),
            points_awarded: answer.map_or(0, PlayerAnswer::points_awarded),
            answer_time_ms: picked.and(answer).map(|answer| answer.answer_time_ms),
            explanation: question.explanation.clone(),
        }
    }
}
