use ludger_domain::Timestamp;
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::quiz::{Ending, Mode, QuizSession, Status};
use serde::Serialize;

/// What a player may know of their session: neither its seed nor what is still to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionSummary {
    /// Unique.
    pub id: GameSessionId,
    /// Alone, against or with others.
    pub mode: Mode,
    /// Where it stands.
    pub status: Status,
    /// How many questions there are.
    pub questions: usize,
    /// How many of them were answered.
    pub answered: i64,
    /// The question to answer next; `None` when it is over.
    pub current: Option<QuestionId>,
    /// Wrong answers that the player can still afford.
    pub hearts_left: i64,
    /// The points of all answers.
    pub score: i64,
    /// How many answers were right.
    pub right_count: i64,
    /// When it became active.
    pub started_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it finished.
    pub ended_at: Option<Timestamp>,
    /// How it ended, and what that paid.
    pub ending: Option<Ending>,
    /// Counts changes, from 1.
    pub version: i64,
}

impl From<&QuizSession> for SessionSummary {
    fn from(session: &QuizSession) -> Self {
        Self {
            id: session.id,
            mode: session.mode,
            status: session.status,
            questions: session.questions.len(),
            answered: session.position,
            current: session.current(),
            hearts_left: session.hearts_left,
            score: session.score,
            right_count: session.right_count,
            started_at: session.started_at,
            updated_at: session.updated_at,
            ended_at: session.ended_at,
            ending: session.ending(),
            version: session.version,
        }
    }
}
