//! Who plays a session, and how they stand.

use super::{Departure, QuizSession, SessionResult};
use crate::Timestamp;
use crate::ids::UserId;

/// One player. Rows of those who went stay: what they played is told by the review, and who was kicked stays out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Player {
    /// Who.
    pub user: UserId,
    /// In the order of joining, from 1.
    pub seat: i64,
    /// Whether the game may begin for all they care. Means nothing once it has.
    pub is_ready: bool,
    /// Wrong answers that they can still afford; in `collab` the team's, alike for all. At 0 they look on.
    pub hearts_left: i64,
    /// The points of all answers; in `collab` the team's.
    pub score: i64,
    /// How many answers were right in full; in `collab` the team's.
    pub right_count: i64,
    /// How many of the last answers were right in full without one that was not; in `collab` the team's.
    pub streak: i64,
    /// When they came.
    pub joined_at: Timestamp,
    /// How they went, if they did.
    pub departure: Option<Departure>,
    /// Set when the session is finished, or when they went in mid-game.
    pub result: Option<SessionResult>,
}

impl Player {
    pub(super) const fn new(user: UserId, seat: i64, hearts: i64, now: Timestamp) -> Self {
        Self {
            user,
            seat,
            is_ready: false,
            hearts_left: hearts,
            score: 0,
            right_count: 0,
            streak: 0,
            joined_at: now,
            departure: None,
            result: None,
        }
    }

    /// Whether they are still here, be it to look on.
    pub const fn is_here(&self) -> bool {
        self.departure.is_none()
    }

    /// Whether they are here and have a heart left.
    pub const fn is_live(&self) -> bool {
        self.is_here() && self.hearts_left > 0
    }
}

impl QuizSession {
    /// The player that a user is; `None` for everybody else, and for who was kicked.
    pub fn player(&self, user: UserId) -> Option<&Player> {
        self.players
            .iter()
            .find(|player| player.user == user && player.departure != Some(Departure::Kicked))
    }

    /// Who can still answer, in the order of seats.
    pub fn live(&self) -> impl Iterator<Item = &Player> {
        self.players.iter().filter(|player| player.is_live())
    }

    /// Who is still here, in the order of seats.
    pub fn here(&self) -> impl Iterator<Item = &Player> {
        self.players.iter().filter(|player| player.is_here())
    }

    pub(super) fn player_mut(&mut self, user: UserId) -> Option<&mut Player> {
        self.players.iter_mut().find(|player| player.user == user)
    }
}
