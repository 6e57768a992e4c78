//! Sessions, as their players are told of them.

use crate::words;
use jiff::Timestamp;
use ludger_application::play::SessionSummary;
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::quiz::{self, End, Mode, SessionResult, Status};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A quiz being played, or played.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    /// Unique.
    #[schema(value_type = Uuid)]
    id: GameSessionId,
    /// Alone, against others, or with others.
    #[schema(schema_with = words::mode)]
    mode: Mode,
    /// Where it stands.
    #[schema(schema_with = words::status)]
    status: Status,
    /// How many questions there are.
    #[schema(example = 10)]
    questions: usize,
    /// How many of them were answered.
    #[schema(example = 4)]
    answered: i64,
    /// The question to answer next; `null` when it is over.
    #[schema(required, value_type = Option<Uuid>)]
    current: Option<QuestionId>,
    /// Wrong answers that you can still afford.
    #[schema(example = 2)]
    hearts_left: i64,
    /// The points of all answers.
    #[schema(example = 275)]
    score: i64,
    /// How many answers were right.
    #[schema(example = 3)]
    right_count: i64,
    /// When it became active.
    #[schema(required)]
    started_at: Option<Timestamp>,
    /// When it last changed.
    updated_at: Timestamp,
    /// When it finished.
    #[schema(required)]
    ended_at: Option<Timestamp>,
    /// How it ended, and what that paid.
    #[schema(required)]
    ending: Option<Ending>,
    /// Counts changes, from 1.
    pub(super) version: i64,
}

/// How a session ended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ending {
    /// Played to its end, or left.
    #[schema(schema_with = words::end)]
    end: End,
    /// Won or lost.
    #[schema(schema_with = words::result)]
    result: SessionResult,
    /// The points of all answers.
    score: i64,
    /// The `WISE` that it paid.
    coins: i64,
    /// 0 to 3.
    #[schema(minimum = 0, maximum = 3)]
    stars: u8,
}

impl From<SessionSummary> for Session {
    fn from(summary: SessionSummary) -> Self {
        Self {
            id: summary.id,
            mode: summary.mode,
            status: summary.status,
            questions: summary.questions,
            answered: summary.answered,
            current: summary.current,
            hearts_left: summary.hearts_left,
            score: summary.score,
            right_count: summary.right_count,
            started_at: summary.started_at,
            updated_at: summary.updated_at,
            ended_at: summary.ended_at,
            ending: summary.ending.map(Ending::from),
            version: summary.version,
        }
    }
}

impl From<quiz::Ending> for Ending {
    fn from(quiz::Ending { end, result, score, coins, stars }: quiz::Ending) -> Self {
        Self { end, result, score, coins, stars }
    }
}
