//! A quiz being played.
//!
//! A session is a value. Each transition consumes it and gives the next one, whose version is one higher; a store
//! writes that only while the version it replaces is still the one that was read, so of two requests that race one is
//! made to look again.

mod answer;
mod errors;
#[cfg(test)]
pub(super) mod fixture;
mod flow;
mod repeat;
mod review;
mod states;
#[cfg(test)]
mod tests;
mod view;

pub use answer::{Answered, PlayerAnswer, Verdict};
pub use errors::{AnswerError, NotFinished, PlayError, StartError};
pub use flow::{Forfeited, IDLE_AFTER, Served};
pub use repeat::Repeated;
pub use review::{Review, ReviewItem};
pub use states::{End, Mode, SessionResult, Status};
pub use view::QuestionView;

use super::{Ending, SoloRules};
use crate::Timestamp;
use crate::ids::{GameSessionId, QuestionId, UserId};
use std::collections::BTreeSet;

/// A quiz session: its questions, and how far its player came.
///
/// Stores read the fields and rebuild the value from them. It cannot be serialized: its seed and the questions to
/// come are not for the player, who gets a [`QuestionView`], then a [`Verdict`], and a [`Review`] at the end.
///
/// # A solo game
/// ```
/// use ludger_domain::Timestamp;
/// use ludger_domain::quiz::{AnswerDraft, Deal, Question, QuestionDraft, QuestionKind};
/// use ludger_domain::quiz::{QuizSession, SessionResult, SoloRules};
/// use uuid::Uuid;
///
/// let id = Uuid::from_u128;
/// let now = |second| Timestamp::from_second(second).expect("an instant");
/// let answer = |content: &str, is_correct| AnswerDraft { content: content.into(), is_correct, ..Default::default() };
/// let draft = QuestionDraft {
///     kind: QuestionKind::Single,
///     difficulty: 1,
///     content: "What is the capital of France?".into(),
///     explanation: "Since 987.".into(),
///     points: 100,
///     tags: vec![],
///     answers: vec![answer("Paris", true), answer("Lyon", false), answer("Nice", false)],
/// };
/// let mut answer_ids = (10..).map(|n| id(n).into());
/// let question = Question::new(id(1).into(), id(2).into(), draft, || answer_ids.next().expect("endless"), now(0))?;
///
/// // The order is drawn and frozen; the session is active at once.
/// let session = QuizSession::solo(id(3).into(), id(4).into(), vec![question.id], 42, SoloRules::default(), now(100))?;
///
/// // The clock for points starts when the player first sees the question, and shows nothing that tells the answer.
/// let session = session.serve(&question, now(110))?.session;
/// let view = session.view(&question)?;
/// assert_eq!((view.number, view.of, view.choices.len()), (1, 1, 3));
///
/// // The player picks a letter. Here it is the right one, after two seconds.
/// let letter = Deal::new(session.seed, &question).right().expect("one is right");
/// let answered = session.answer(&question, letter, id(5).into(), now(112))?;
/// assert!(answered.verdict.is_correct);
/// assert_eq!(answered.verdict.explanation, "Since 987.");
/// assert_eq!((answered.answer.answer_time_ms, answered.answer.points_awarded), (2_000, 100));
///
/// // That was the last question.
/// let ended = answered.ended.expect("nothing is left to ask");
/// assert_eq!((ended.result, ended.coins, ended.stars), (SessionResult::Win, 10, 1));
/// let review = answered.session.review(&[question], &[answered.answer])?;
/// assert_eq!(review.items[0].chosen, Some(letter));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizSession {
    /// Unique.
    pub id: GameSessionId,
    /// Who made it, and plays it.
    pub user: UserId,
    /// Alone, against or with others.
    pub mode: Mode,
    /// Where it stands.
    pub status: Status,
    /// What the orders of questions and choices are drawn from. Not for the player while the session runs.
    pub seed: i64,
    /// Frozen when the session is made; not empty, without repeats.
    pub questions: Vec<QuestionId>,
    /// The place in `questions` of the current one, from 0; so also how many were answered. Equals their number when
    /// all were.
    pub position: i64,
    /// When the current question was first served. `None`: not yet.
    pub served_at: Option<Timestamp>,
    /// The [words](super::Question::words_version) that the player last saw of the current question, so that no
    /// edit puts another text behind a letter. `None`: not served yet.
    pub served_version: Option<i64>,
    /// Wrong answers that the player can still afford; at 0 it is over.
    pub hearts_left: i64,
    /// The points of all answers.
    pub score: i64,
    /// How many answers were right.
    pub right_count: i64,
    /// When it became active.
    pub started_at: Option<Timestamp>,
    /// When it last changed; never goes back.
    pub updated_at: Timestamp,
    /// When it finished.
    pub ended_at: Option<Timestamp>,
    /// Set when it is finished.
    pub result: Option<SessionResult>,
    /// Set when it is finished.
    pub end: Option<End>,
    /// Counts changes, from 1.
    pub version: i64,
}

impl QuizSession {
    /// A new solo session, active at once.
    ///
    /// # Errors
    /// No question, one that stands there twice, or no heart to play with.
    pub fn solo(
        id: GameSessionId,
        user: UserId,
        questions: Vec<QuestionId>,
        seed: i64,
        rules: SoloRules,
        now: Timestamp,
    ) -> Result<Self, StartError> {
        if questions.is_empty() {
            return Err(StartError::NoQuestions);
        }
        if questions.iter().collect::<BTreeSet<_>>().len() < questions.len() {
            return Err(StartError::RepeatedQuestion);
        }
        if rules.hearts < 1 {
            return Err(StartError::NoHearts);
        }
        Ok(Self {
            id,
            user,
            mode: Mode::Solo,
            status: Status::Active,
            seed,
            questions,
            position: 0,
            served_at: None,
            served_version: None,
            hearts_left: rules.hearts,
            score: 0,
            right_count: 0,
            started_at: Some(now),
            updated_at: now,
            ended_at: None,
            result: None,
            end: None,
            version: 1,
        })
    }

    /// The question that is to be answered now. `None` when the session is finished.
    pub fn current(&self) -> Option<QuestionId> {
        if self.status == Status::Finished {
            return None;
        }
        self.questions
            .get(usize::try_from(self.position).ok()?)
            .copied()
    }

    /// How many answers were wrong.
    pub fn wrong_count(&self) -> i64 {
        self.position.saturating_sub(self.right_count)
    }

    /// How it ended, and what that pays. `None` until it has.
    pub fn ending(&self) -> Option<Ending> {
        Some(Ending::new(self.end?, self.result?, self.score))
    }

    /// How many questions there are.
    fn question_count(&self) -> i64 {
        i64::try_from(self.questions.len()).unwrap_or(i64::MAX)
    }

    /// The next version. Clocks of several machines differ: `updated_at` stays where it was when `now` is before it.
    fn changed(self, now: Timestamp) -> Self {
        Self {
            updated_at: now.max(self.updated_at),
            version: self.version.saturating_add(1),
            ..self
        }
    }

    /// The end of a session whose other fields are final.
    fn finished(self, end: End) -> Self {
        let won = end == End::Completed && self.hearts_left > 0;
        Self {
            status: Status::Finished,
            ended_at: Some(self.updated_at),
            result: Some(if won {
                SessionResult::Win
            } else {
                SessionResult::Loss
            }),
            end: Some(end),
            ..self
        }
    }
}
