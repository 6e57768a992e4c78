//! A finished session, question by question.

use super::{NotFinished, PlayerAnswer, QuizSession};
use crate::ids::{GameSessionId, QuestionId};
use crate::quiz::{Choice, Deal, Difficulty, Ending, Letter, Question, QuestionKind};
use serde::Serialize;

/// What was asked and answered, and what would have been right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// Of which session.
    pub session: GameSessionId,
    /// How it ended.
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
    /// What the player picked. `None`: nothing, or the question was edited since and the answer is gone.
    pub chosen: Option<Letter>,
    /// What is right. `None` only where the question became one that cannot be played.
    pub right: Option<Letter>,
    /// As judged at the time; false where nothing was picked.
    pub is_correct: bool,
    /// 0 or more.
    pub points_awarded: i64,
    /// `None`: not answered.
    pub answer_time_ms: Option<i64>,
    /// See [`Question::explanation`].
    pub explanation: String,
}

impl QuizSession {
    /// The review of a finished session, from its questions and answers, each in any order. A question that is not
    /// among `questions` is left out.
    ///
    /// # Errors
    /// The session is not finished: before, nothing may be revealed.
    pub fn review(
        &self,
        questions: &[Question],
        answers: &[PlayerAnswer],
    ) -> Result<Review, NotFinished> {
        let ending = self.ending().ok_or(NotFinished)?;
        let items = (1..)
            .zip(self.asked())
            .filter_map(|(number, id)| {
                let question = questions.iter().find(|question| question.id == *id)?;
                let answer = answers.iter().find(|answer| answer.question == *id);
                Some(self.reviewed(number, question, answer))
            })
            .collect();
        Ok(Review {
            session: self.id,
            ending,
            items,
        })
    }

    /// The questions that were served: all answered ones, and the one that was open when the session was left.
    fn asked(&self) -> impl Iterator<Item = &QuestionId> {
        let open = i64::from(self.served_at.is_some());
        let asked = self.position.saturating_add(open);
        self.questions
            .iter()
            .take(usize::try_from(asked).unwrap_or_default())
    }

    fn reviewed(
        &self,
        number: i64,
        question: &Question,
        answer: Option<&PlayerAnswer>,
    ) -> ReviewItem {
        let deal = Deal::new(self.seed, question);
        ReviewItem {
            question: question.id,
            number,
            content: question.content.clone(),
            kind: question.kind,
            difficulty: question.difficulty,
            choices: deal.choices(),
            chosen: answer.and_then(|answer| deal.letter_of(answer.selected)),
            right: deal.right(),
            is_correct: answer.is_some_and(|answer| answer.is_correct),
            points_awarded: answer.map_or(0, |answer| answer.points_awarded),
            answer_time_ms: answer.map(|answer| answer.answer_time_ms),
            explanation: question.explanation.clone(),
        }
    }
}
