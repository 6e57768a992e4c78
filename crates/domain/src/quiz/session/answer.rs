//! An answer is judged when it arrives. What it earns is known when its question is closed.

use super::{AnswerError, QuizSession, later};
use crate::Timestamp;
use crate::ids::{AnswerId, GameSessionId, PlayerAnswerId, QuestionId, UserId};
use crate::quiz::{Deal, Given, Picked, Question, Solution};
use serde::Serialize;

/// What a player answered to one question of one session. There is one for each (session, question, user).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayerAnswer {
    /// Unique.
    pub id: PlayerAnswerId,
    /// In which session.
    pub session: GameSessionId,
    /// To which question.
    pub question: QuestionId,
    /// By whom.
    pub user: UserId,
    /// What was picked; `None`: nothing came in time.
    pub picked: Option<Picked>,
    /// The stored answer that this is, where it is one.
    pub selected: Option<AnswerId>,
    /// See [`Mark::credit`](crate::quiz::Mark); as judged when it arrived.
    pub credit: i64,
    /// From when the question was first served until the answer arrived, or until the question was closed without one;
    /// the server's time, 0 or more.
    pub answer_time_ms: i64,
    /// When it arrived, or should have.
    pub answered_at: Timestamp,
    /// What came of it. `None` until its question is closed.
    pub award: Option<Award>,
}

/// What an answer came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Award {
    /// Added to the score; below 0 for a penalty. In `collab` what the team's answer earned.
    pub points: i64,
    /// The player's, after it.
    pub hearts_left: i64,
    /// The player's, after it.
    pub score: i64,
}

/// What a player is told of their answer. Who gives the same answer again is told the same; when the question is closed
/// by then, the verdict too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// To which question.
    pub question: QuestionId,
    /// As it was understood.
    pub given: Given,
    /// The server's time.
    pub answer_time_ms: i64,
    /// `None` while others can still answer.
    pub verdict: Option<Verdict>,
}

/// What becomes known of an answer when its question is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether it was right in full.
    pub is_correct: bool,
    /// The share of the points that it was worth, in thousandths of a percent.
    pub credit: i64,
    /// What was right.
    pub solution: Solution,
    /// The question's; may be empty.
    pub explanation: String,
    /// The picked answer's own, where its author wrote any.
    pub feedback: Option<String>,
    /// See [`Award::points`].
    pub points_awarded: i64,
    /// After this answer.
    pub hearts_left: i64,
    /// After this answer.
    pub score: i64,
}

impl PlayerAnswer {
    /// Whether it was right in full.
    pub const fn is_correct(&self) -> bool {
        self.credit >= crate::quiz::FULL_CREDIT
    }

    /// What it added to the score; 0 until that is known.
    pub fn points_awarded(&self) -> i64 {
        self.award.map_or(0, |award| award.points)
    }
}

impl QuizSession {
    /// Judges a player's answer to the open question. It changes nothing of the session: it is stored beside it while the
    /// session is at this version, and nobody has answered for this player before.
    ///
    /// # Errors
    /// The session is not active; the question is not the current one, not open, or changed since it was shown; its time
    /// is over; the player is none, or has no heart left; this is no answer to this question.
    pub fn answer(
        &self,
        user: UserId,
        question: &Question,
        given: &Given,
        id: PlayerAnswerId,
        now: Timestamp,
    ) -> Result<PlayerAnswer, AnswerError> {
        let round = self.open_round(question)?;
        if !self.live().any(|player| player.user == user) {
            return Err(AnswerError::Out);
        }
        let answered_at = now.max(round.opened_at);
        let end = self
            .rules
            .open_for()
            .map(|time| later(round.opened_at, time));
        if end.is_some_and(|end| answered_at > end) || self.is_time_up(answered_at) {
            return Err(AnswerError::TooLate);
        }
        let picked = Deal::new(self.seed, question).read(given)?;
        let mark = question.mark(&picked);
        Ok(PlayerAnswer {
            id,
            session: self.id,
            question: question.id,
            user,
            picked: Some(picked),
            selected: mark.selected,
            credit: mark.credit,
            answer_time_ms: millis_between(round.opened_at, answered_at),
            answered_at,
            award: None,
        })
    }

    /// What is told to whoever gives an answer to a question that they answered before. Works in every state of the
    /// session, after the end too. Who edits a question gives its answers new ids, so a repetition after that counts as
    /// another answer.
    ///
    /// # Errors
    /// It is no answer to this question, or another one than the first.
    pub fn repeated(
        &self,
        question: &Question,
        given: &Given,
        first: &PlayerAnswer,
    ) -> Result<Receipt, AnswerError> {
        let picked = Deal::new(self.seed, question).read(given)?;
        if first.picked.as_ref() != Some(&picked) {
            return Err(AnswerError::AlreadyAnswered);
        }
        self.receipt(question, first)
            .ok_or(AnswerError::AlreadyAnswered)
    }

    /// What the player is told of an answer. `None` where nothing was answered, or the question was edited since.
    pub fn receipt(&self, question: &Question, answer: &PlayerAnswer) -> Option<Receipt> {
        let deal = Deal::new(self.seed, question);
        let picked = answer.picked.as_ref()?;
        let verdict = answer.award.map(|award| Verdict {
            is_correct: answer.is_correct(),
            credit: answer.credit,
            solution: question.solution(&deal),
            explanation: question.explanation.clone(),
            feedback: question.mark(picked).feedback,
            points_awarded: award.points,
            hearts_left: award.hearts_left,
            score: award.score,
        });
        Some(Receipt {
            question: question.id,
            given: deal.tell(picked)?,
            answer_time_ms: answer.answer_time_ms,
            verdict,
        })
    }
}

/// Whole milliseconds, floored; never negative.
pub(super) fn millis_between(from: Timestamp, to: Timestamp) -> i64 {
    i64::try_from(to.duration_since(from).as_millis().max(0)).unwrap_or(i64::MAX)
}
