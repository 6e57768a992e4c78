use jiff::Timestamp;
use ludger_domain::ids::UserId;
use ludger_ports::read::Ranked;
use serde::Serialize;
use utoipa::ToSchema;

/// A player on a leaderboard.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::routes) struct BoardRow {
    /// One more than there are players with a higher score: equal scores share it, and the next one is left out (1, 2, 2,
    /// 4).
    #[schema(example = 1, minimum = 1)]
    rank: i64,
    /// Who.
    #[schema(value_type = Uuid)]
    user: UserId,
    /// Their public name.
    #[schema(example = "ada")]
    username: String,
    /// The points of all sessions that they finished in the window.
    #[schema(example = 1250, minimum = 0)]
    score: i64,
    /// When they had them. Of equal scores, the one that was reached first stands first.
    reached_at: Timestamp,
}

impl From<Ranked> for BoardRow {
    fn from(row: Ranked) -> Self {
        Self {
            rank: row.rank,
            user: row.position.user,
            username: row.username.into(),
            score: row.position.score,
            reached_at: row.position.reached_at,
        }
    }
}
