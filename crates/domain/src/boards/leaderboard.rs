use super::{Board, Position, ranks};
use crate::ids::{LeaderboardId, UserId};
use crate::{Timestamp, micros};
use jiff::SignedDuration;

/// A board of a window, and how far its freezing has come.
///
/// It is **open** from its first player on. Some minutes after its window it is **closed**: what is scored on it from then
/// on no longer changes it, and is counted as late. Its players are copied in their order, some at a time, and when all
/// are it is **frozen**. Then what was kept for ranking them is **swept** away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaderboard {
    /// Follows from the board.
    pub id: LeaderboardId,
    /// What it is of.
    pub board: Board,
    /// When its first player came.
    pub created_at: Timestamp,
    /// When it stopped to change.
    pub closed_at: Option<Timestamp>,
    /// When all of its entries were there.
    pub frozen_at: Option<Timestamp>,
    /// When nothing but the entries was left.
    pub swept_at: Option<Timestamp>,
    /// How many entries there are.
    pub entries: i64,
    /// Sessions of its window that finished, or were corrected or voided, when it was closed.
    pub late_sessions: i64,
    /// Counts the steps of its freezing, from 1.
    pub version: i64,
}

/// A player on a frozen leaderboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeaderboardEntry {
    /// Which leaderboard.
    pub leaderboard: LeaderboardId,
    /// Which entry, from 1.
    pub place: i64,
    /// Shared by equal scores.
    pub rank: i64,
    /// Who, with what, and since when.
    pub position: Position,
}

impl Leaderboard {
    /// How long after its window's end a board still waits for what ended just before.
    pub const GRACE: SignedDuration = SignedDuration::from_mins(5);

    /// The leaderboard of a board that has its first player; `None` for that of all time.
    pub fn opened(board: Board, now: Timestamp) -> Option<Self> {
        Some(Self {
            id: board.leaderboard()?,
            board,
            created_at: micros(now),
            closed_at: None,
            frozen_at: None,
            swept_at: None,
            entries: 0,
            late_sessions: 0,
            version: 1,
        })
    }

    /// The leaderboard closed; `None` when it is so already, or when it is too early.
    #[must_use]
    pub fn close(self, now: Timestamp) -> Option<Self> {
        let ends_at = self.board.ends_at()?;
        let waits_until = ends_at.checked_add(Self::GRACE).unwrap_or(Timestamp::MAX);
        (self.closed_at.is_none() && waits_until <= now).then(|| Self {
            closed_at: Some(micros(now)),
            ..self.changed()
        })
    }

    /// The entries that follow on the last one, of the players who come next, and the leaderboard with them.
    #[must_use]
    pub fn extended(
        self,
        last: Option<&LeaderboardEntry>,
        next: &[Position],
    ) -> (Self, Vec<LeaderboardEntry>) {
        let leaderboard = self.id;
        let first_score = next.first().map(|position| position.score);
        let is_tie = last.is_some_and(|last| Some(last.position.score) == first_score);
        let place = last.map_or(1, |last| last.place.saturating_add(1));
        // Of the group that the first of them belongs to: its rank, and how many of it are among them or before.
        let (rank, before) = match last {
            Some(last) if is_tie => (last.rank, place.saturating_sub(last.rank)),
            _ => (place, 0),
        };
        let alike = next.iter().filter(|it| Some(it.score) == first_score);
        let alike = i64::try_from(alike.count()).unwrap_or(i64::MAX);
        let tied = before.saturating_add(alike);
        let ranks = ranks(rank, tied, next.iter().map(|position| position.score));
        let places = (0_i64..).map(|n| place.saturating_add(n));
        let entries = next.iter().zip(ranks).zip(places);
        let entries: Vec<_> = entries
            .map(|((position, rank), place)| LeaderboardEntry {
                leaderboard,
                place,
                rank,
                position: *position,
            })
            .collect();
        let added = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        let extended = Self {
            entries: self.entries.saturating_add(added),
            ..self.changed()
        };
        (extended, entries)
    }

    /// The leaderboard with all of its entries; `None` when it was so already, or is open.
    #[must_use]
    pub fn freeze(self, now: Timestamp) -> Option<Self> {
        let is_filling = self.closed_at.is_some() && self.frozen_at.is_none();
        is_filling.then(|| Self {
            frozen_at: Some(micros(now)),
            ..self.changed()
        })
    }

    /// The leaderboard with nothing beside it; `None` when it was so already, or is not frozen.
    #[must_use]
    pub fn sweep(self, now: Timestamp) -> Option<Self> {
        let is_frozen = self.frozen_at.is_some() && self.swept_at.is_none();
        is_frozen.then(|| Self {
            swept_at: Some(micros(now)),
            ..self.changed()
        })
    }

    /// What has to be said of it; `None`: nothing.
    pub fn note(&self) -> Option<String> {
        let count = self.late_sessions;
        (count > 0).then(|| {
            let sessions = if count == 1 { "session" } else { "sessions" };
            format!(
                "{count} {sessions} of this window came in, or changed, when it was closed, and are not counted here."
            )
        })
    }

    fn changed(self) -> Self {
        let version = self.version.saturating_add(1);
        Self { version, ..self }
    }
}

impl LeaderboardEntry {
    /// Whose.
    pub const fn user(&self) -> UserId {
        self.position.user
    }
}
