use super::Board;
use super::Period;
use crate::ids::{LeaderboardId, UserId};
use crate::quiz::Mode;
use std::ops::RangeInclusive;

/// What a rank of a frozen leaderboard pays. Players who share a rank get it each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prize {
    /// On which boards.
    pub mode: Mode,
    /// Of which length.
    pub period: Period,
    /// For which ranks.
    pub ranks: RangeInclusive<i64>,
    /// How much, in minor units of the coin of quizzes.
    pub minor: i64,
}

/// Why it is no prize.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPrize {
    /// All time is never over.
    #[error("the board of all time never closes, and pays nothing")]
    NeverPaid,
    /// Ranks begin at 1, and a prize is for no more than a thousand of them.
    #[error("ranks are 1 to 1000, the lower one first")]
    Ranks,
    /// Nothing, or less.
    #[error("a prize is above zero")]
    NotPositive,
}

/// All prizes of a deployment; none at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prizes(Vec<Prize>);

impl Prize {
    /// Ranks that can be paid.
    pub const RANK_MAX: i64 = 1_000;

    /// The prize, if it is one.
    ///
    /// # Errors
    /// See [`InvalidPrize`].
    pub fn checked(self) -> Result<Self, InvalidPrize> {
        let (from, to) = (*self.ranks.start(), *self.ranks.end());
        if self.period == Period::AllTime {
            return Err(InvalidPrize::NeverPaid);
        }
        if !(1 <= from && from <= to && to <= Self::RANK_MAX) {
            return Err(InvalidPrize::Ranks);
        }
        if self.minor <= 0 {
            return Err(InvalidPrize::NotPositive);
        }
        Ok(self)
    }
}

impl Prizes {
    /// The prizes, if they are.
    ///
    /// # Errors
    /// See [`InvalidPrize`].
    pub fn new(prizes: impl IntoIterator<Item = Prize>) -> Result<Self, InvalidPrize> {
        let checked = prizes.into_iter().map(Prize::checked);
        checked.collect::<Result<_, _>>().map(Self)
    }

    /// What a rank of a board pays: the sum of its prizes; 0: nothing.
    pub fn of(&self, board: Board, rank: i64) -> i64 {
        let fits = |prize: &&Prize| {
            prize.mode == board.mode()
                && prize.period == board.period()
                && prize.ranks.contains(&rank)
        };
        let those = self.0.iter().filter(fits);
        those.fold(0, |sum, prize| sum.saturating_add(prize.minor))
    }
}

/// The reference under which a prize is paid: once, whoever freezes the leaderboard, and however often.
pub fn prize_reference(leaderboard: LeaderboardId, user: UserId) -> String {
    format!("board-prize/{leaderboard}/{user}")
}
