//! A question before its answer.

use super::{AnswerError, QuizSession, Round, later};
use crate::Timestamp;
use crate::ids::QuestionId;
use crate::quiz::{Choice, Deal, Difficulty, Media, Question, QuestionKind};
use jiff::SignedDuration;
use serde::Serialize;

/// What may be shown of a question before it is closed, and nothing more: no id of an answer, no explanation, no
/// weight, no feedback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// Which.
    #[serde(rename = "question_id")]
    pub question: QuestionId,
    /// Its place in the session, from 1.
    pub number: i64,
    /// How many the session asks at most.
    pub of: i64,
    /// See [`Question::content`].
    pub content: String,
    /// See [`Question::media`].
    pub media: Vec<Media>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Novice to grandmaster.
    pub difficulty: Difficulty,
    /// By letter, in the session's own order; none for texts and numbers.
    pub choices: Vec<Choice>,
    /// For `match`: what each choice is to be paired with, by letters of their own.
    pub targets: Vec<Choice>,
    /// When it was first shown: the start of its clock.
    pub served_at: Timestamp,
    /// The end of its time, or of the session's; `None`: it has as long as it takes. Answers that arrive within a short
    /// grace after its own time still count.
    pub closes_at: Option<Timestamp>,
}

impl QuizSession {
    /// The current question as its players see it, once it was [opened](Self::open).
    ///
    /// # Errors
    /// The session is not active; the question is not the current one, not open yet, or changed since it was shown.
    pub fn view(&self, question: &Question) -> Result<QuestionView, AnswerError> {
        let round = self.open_round(question)?;
        let deal = Deal::new(self.seed, question);
        Ok(QuestionView {
            question: question.id,
            number: self.position.saturating_add(1),
            of: self.question_count(),
            content: question.content.clone(),
            media: question.media.clone(),
            kind: question.kind,
            difficulty: question.difficulty,
            choices: deal.choices(),
            targets: deal.targets(),
            served_at: round.opened_at,
            closes_at: self.closes_at(),
        })
    }

    /// The end of the time for the open question: its own, or that of the whole session.
    pub fn closes_at(&self) -> Option<Timestamp> {
        let round = self.round?;
        let time = self.rules.question_time_ms.map(SignedDuration::from_millis);
        let own = time.map(|time| later(round.opened_at, time));
        own.into_iter().chain(self.runs_out_at()).min()
    }

    /// The round of this question, if it may be shown and answered now.
    pub(super) fn open_round(&self, question: &Question) -> Result<Round, AnswerError> {
        self.check_active()?;
        if self.current() != Some(question.id) {
            return Err(AnswerError::NotCurrent);
        }
        let round = self.round.ok_or(AnswerError::NotServed)?;
        if round.words_version != question.words_version() {
            return Err(AnswerError::QuestionChanged);
        }
        Ok(round)
    }
}
