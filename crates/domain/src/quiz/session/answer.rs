//! An answer is judged.

use super::{AnswerError, End, QuizSession};
use crate::Timestamp;
use crate::ids::{AnswerId, GameSessionId, PlayerAnswerId, QuestionId, UserId};
use crate::quiz::{Answer, Deal, Ending, Letter, Question, Scoring};
use serde::Serialize;

/// What a player answered to one question of one session. There is one for each (session, question, user).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlayerAnswer {
    /// Unique.
    pub id: PlayerAnswerId,
    /// In which session.
    pub session: GameSessionId,
    /// To which question.
    pub question: QuestionId,
    /// By whom.
    pub user: UserId,
    /// What was picked.
    pub selected: AnswerId,
    /// Whether that was right at the time.
    pub is_correct: bool,
    /// 0 or more.
    pub points_awarded: i64,
    /// From when the question was first served until the answer arrived; the server's time, 0 or more.
    pub answer_time_ms: i64,
    /// When it arrived.
    pub answered_at: Timestamp,
}

/// What a player is told after an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether the picked choice was right.
    pub is_correct: bool,
    /// What was picked.
    pub chosen: Letter,
    /// What would have been right.
    pub right: Letter,
    /// The question's; may be empty.
    pub explanation: String,
    /// The picked answer's own, where its author wrote any.
    pub feedback: Option<String>,
    /// For this answer.
    pub points_awarded: i64,
    /// After this answer.
    pub hearts_left: i64,
    /// After this answer.
    pub score: i64,
}

/// A session after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// At its next question, or finished.
    pub session: QuizSession,
    /// To be stored with it, in one commit.
    pub answer: PlayerAnswer,
    /// For the player.
    pub verdict: Verdict,
    /// Set when this answer ended the session: what to pay, in the same commit.
    pub ended: Option<Ending>,
}

impl QuizSession {
    /// Judges the answer to the current question. A right one earns points by [`Scoring::Steps`], a wrong one costs a
    /// heart. With no heart left, or nothing left to ask, the session is finished: won while a heart is left.
    ///
    /// Whether the question was answered before is asked first, with [`repeat`](Self::repeat).
    ///
    /// # Errors
    /// The session is not active; the question is not the current one, not served yet, changed since it was, or has
    /// no such choice.
    pub fn answer(
        self,
        question: &Question,
        letter: Letter,
        id: PlayerAnswerId,
        now: Timestamp,
    ) -> Result<Answered, AnswerError> {
        let served_at = self.served(question)?;
        let deal = Deal::new(self.seed, question);
        let right = deal.right().ok_or(AnswerError::NotPlayable)?;
        let picked = deal
            .pick(letter)
            .ok_or(AnswerError::UnknownChoice(letter))?;
        let answered_at = now.max(self.updated_at);
        let answer_time_ms = millis_between(served_at, answered_at);
        let answer = PlayerAnswer {
            id,
            session: self.id,
            question: question.id,
            user: self.user,
            selected: picked.id,
            is_correct: picked.is_correct,
            points_awarded: Scoring::Steps.points(picked.is_correct, answer_time_ms),
            answer_time_ms,
            answered_at,
        };
        let session = self.after(&answer);
        let standing = (session.hearts_left, session.score);
        let verdict = Verdict::new(question, (letter, picked), right, &answer, standing);
        let ended = session.ending();
        Ok(Answered {
            session,
            answer,
            verdict,
            ended,
        })
    }

    /// When this question was served, if it may be shown and answered now.
    pub(super) fn served(&self, question: &Question) -> Result<Timestamp, AnswerError> {
        self.check_current(question)?;
        let served_at = self.served_at.ok_or(AnswerError::NotServed)?;
        if self.served_version != Some(question.words_version()) {
            return Err(AnswerError::QuestionChanged);
        }
        Ok(served_at)
    }

    fn after(self, answer: &PlayerAnswer) -> Self {
        let (right, wrong) = if answer.is_correct { (1, 0) } else { (0, 1) };
        let session = Self {
            position: self.position.saturating_add(1),
            served_at: None,
            served_version: None,
            hearts_left: self.hearts_left.saturating_sub(wrong),
            score: self.score.saturating_add(answer.points_awarded),
            right_count: self.right_count.saturating_add(right),
            ..self.changed(answer.answered_at)
        };
        if session.hearts_left < 1 || session.position >= session.question_count() {
            return session.finished(End::Completed);
        }
        session
    }
}

impl Verdict {
    /// `standing`: hearts and score after the answer.
    pub(super) fn new(
        question: &Question,
        (chosen, picked): (Letter, &Answer),
        right: Letter,
        answer: &PlayerAnswer,
        (hearts_left, score): (i64, i64),
    ) -> Self {
        Self {
            is_correct: answer.is_correct,
            chosen,
            right,
            explanation: question.explanation.clone(),
            feedback: picked.feedback.clone(),
            points_awarded: answer.points_awarded,
            hearts_left,
            score,
        }
    }
}

/// Whole milliseconds, floored; never negative.
fn millis_between(from: Timestamp, to: Timestamp) -> i64 {
    i64::try_from(to.duration_since(from).as_millis().max(0)).unwrap_or(i64::MAX)
}
