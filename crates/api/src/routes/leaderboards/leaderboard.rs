use crate::problem::Problem;
use crate::words;
use jiff::Timestamp;
use jiff::civil::Date;
use ludger_application::boards::FindLeaderboardError;
use ludger_domain::boards::{self, Period};
use ludger_domain::ids::LeaderboardId;
use ludger_domain::quiz::Mode;
use serde::Serialize;
use utoipa::ToSchema;

/// A leaderboard as it was when its window was over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Leaderboard {
    /// Unique.
    #[schema(value_type = Uuid)]
    id: LeaderboardId,
    /// How the sessions were played.
    #[schema(schema_with = words::mode)]
    mode: Mode,
    /// How long the window was.
    #[schema(schema_with = words::period)]
    period: Period,
    /// The first day of the window, in UTC.
    #[schema(value_type = String, format = Date, example = "2026-11-16")]
    window: Date,
    /// When the window began.
    starts_at: Timestamp,
    /// When it was over.
    #[schema(required)]
    ends_at: Option<Timestamp>,
    /// How many players it had.
    #[schema(example = 1000, minimum = 0)]
    players: i64,
    /// When its first player came.
    created_at: Timestamp,
    /// When it was frozen.
    #[schema(required)]
    frozen_at: Option<Timestamp>,
    /// What has to be said of it, if anything.
    #[schema(
        required,
        example = "2 sessions of this window came in, or changed, when it was closed, and are not counted here."
    )]
    note: Option<String>,
}

impl From<boards::Leaderboard> for Leaderboard {
    fn from(leaderboard: boards::Leaderboard) -> Self {
        let board = leaderboard.board;
        Self {
            id: leaderboard.id,
            mode: board.mode(),
            period: board.period(),
            window: board.first(),
            starts_at: board.starts_at(),
            ends_at: board.ends_at(),
            players: leaderboard.entries,
            created_at: leaderboard.created_at,
            frozen_at: leaderboard.frozen_at,
            note: leaderboard.note(),
        }
    }
}

impl From<FindLeaderboardError> for Problem {
    fn from(error: FindLeaderboardError) -> Self {
        match error {
            FindLeaderboardError::NotFound => Self::not_found(),
            FindLeaderboardError::Outage(outage) => outage.into(),
        }
    }
}
