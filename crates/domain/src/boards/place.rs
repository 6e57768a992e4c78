use crate::Timestamp;
use crate::ids::UserId;
use crate::percent::Percent;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Where a player stands in the order of a board. Greater comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The score; more comes first.
    pub score: i64,
    /// When it was reached; earlier comes first.
    pub reached_at: Timestamp,
    /// Who; the last word.
    pub user: UserId,
}

impl Position {
    fn order(&self) -> (Reverse<i64>, Timestamp, UserId) {
        (Reverse(self.score), self.reached_at, self.user)
    }
}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Position {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

/// A player among all that are on a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// One more than there are players with a higher score.
    pub rank: i64,
    /// Players with a lower score.
    pub below: i64,
    /// All players.
    pub players: i64,
}

impl Place {
    /// The share of players with a lower score.
    pub fn percentile(&self) -> Percent {
        Percent::of(self.below, self.players)
    }
}

/// The ranks of players who follow one another on a board, by their scores: the first of them has this rank, which so
/// many players have in all.
pub fn ranks(first: i64, tied: i64, scores: impl IntoIterator<Item = i64>) -> Vec<i64> {
    // The rank of the group at hand, and of the one behind it, as far as it is known.
    let (mut rank, mut next) = (first, first.saturating_add(tied));
    let (mut before, mut is_first_group) = (None, true);
    let mut ranks = Vec::new();
    for score in scores {
        if before.is_some_and(|other| other != score) {
            (rank, is_first_group) = (next, false);
        }
        if !is_first_group {
            next = next.saturating_add(1);
        }
        before = Some(score);
        ranks.push(rank);
    }
    ranks
}
