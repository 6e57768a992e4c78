//! A question before its answer.

use super::{AnswerError, QuizSession};
use crate::Timestamp;
use crate::ids::QuestionId;
use crate::quiz::{Choice, Deal, Difficulty, Question, QuestionKind};
use serde::Serialize;

/// What may be shown of a question before it is answered, and nothing more: no id of an answer, no explanation, no
/// weight, no feedback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// Which.
    pub question: QuestionId,
    /// Its place in the session, from 1.
    pub number: i64,
    /// How many the session asks at most.
    pub of: i64,
    /// See [`Question::content`].
    pub content: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Novice to grandmaster.
    pub difficulty: Difficulty,
    /// By letter, in the session's own order.
    pub choices: Vec<Choice>,
    /// When it was first shown: the start of its clock.
    pub served_at: Timestamp,
}

impl QuizSession {
    /// The current question as the player sees it, once it was [served](Self::serve).
    ///
    /// # Errors
    /// The session is not active; the question is not the current one, not served yet, changed since it was,
    /// or cannot be played.
    pub fn view(&self, question: &Question) -> Result<QuestionView, AnswerError> {
        let served_at = self.served(question)?;
        let deal = Deal::new(self.seed, question);
        deal.right().ok_or(AnswerError::NotPlayable)?;
        Ok(QuestionView {
            question: question.id,
            number: self.position.saturating_add(1),
            of: self.question_count(),
            content: question.content.clone(),
            kind: question.kind,
            difficulty: question.difficulty,
            choices: deal.choices(),
            served_at,
        })
    }
}
