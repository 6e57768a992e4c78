use super::{Board, Period};
use crate::ids::UserId;
use crate::quiz::Mode;
use crate::{Timestamp, micros};

/// What a session adds to its player's score on each board in whose window it ended.
///
/// It is a difference, whatever stands there: many sessions of one player can end at once, and none has to know of
/// another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    /// Whose.
    pub user: UserId,
    /// How it was played.
    pub mode: Mode,
    /// Points to add; below zero after a correction.
    pub points: i64,
    /// 1 for a session that finished, 0 for a correction, -1 for one that counts no more.
    pub sessions: i64,
    /// When the session ended.
    pub ended_at: Timestamp,
}

/// What a player has on one board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The points of the sessions that count; never below zero.
    pub score: i64,
    /// How many sessions count; at least 1.
    pub sessions: i64,
    /// When the last of them that brought a point ended.
    pub reached_at: Timestamp,
}

impl Scored {
    /// A session finished; without a point, too.
    pub fn finished(mode: Mode, user: UserId, score: i64, ended_at: Timestamp) -> Self {
        let points = score.max(0);
        Self::new(mode, user, (points, 1), ended_at)
    }

    /// The score of a session that finished turned out to be another one.
    pub fn corrected(
        mode: Mode,
        user: UserId,
        (before, after): (i64, i64),
        ended_at: Timestamp,
    ) -> Self {
        let points = after.max(0).saturating_sub(before.max(0));
        Self::new(mode, user, (points, 0), ended_at)
    }

    /// A session that finished with this score does not count after all.
    pub fn voided(mode: Mode, user: UserId, score: i64, ended_at: Timestamp) -> Self {
        let points = score.max(0).saturating_neg();
        Self::new(mode, user, (points, -1), ended_at)
    }

    fn new(mode: Mode, user: UserId, (points, sessions): (i64, i64), ended_at: Timestamp) -> Self {
        Self {
            user,
            mode,
            points,
            sessions,
            ended_at: micros(ended_at),
        }
    }

    /// The boards that it is added to: those of the day, the week and the month in which the session ended, and that of
    /// all time.
    pub fn boards(&self) -> impl Iterator<Item = Board> + use<> {
        let (mode, ended_at) = (self.mode, self.ended_at);
        let periods = Period::ALL.iter();
        periods.map(move |period| Board::at(mode, *period, ended_at))
    }

    /// What the player has on such a board afterwards. `None`: nothing, for nothing is left that counts.
    pub fn on(&self, before: Option<Standing>) -> Option<Standing> {
        let Some(before) = before else {
            return (self.sessions > 0).then(|| Standing {
                score: self.points.max(0),
                sessions: self.sessions,
                reached_at: self.ended_at,
            });
        };
        let sessions = before.sessions.saturating_add(self.sessions);
        let reached_at = match self.points {
            0 => before.reached_at,
            _ => before.reached_at.max(self.ended_at),
        };
        (sessions > 0).then(|| Standing {
            score: before.score.saturating_add(self.points).max(0),
            sessions,
            reached_at,
        })
    }
}
