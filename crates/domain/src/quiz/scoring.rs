//! What an answer is worth: pure functions of right or wrong and of the time it took.
//!
//! Points are whole, rounded half up, and never negative. Time is the server's, in milliseconds, floored; less than
//! nothing counts as nothing. An answer past the limit `T` that still counts, as a late packet, earns what one at `T`
//! earns.

use std::num::NonZeroU32;

/// What [`Scoring::HalfLinear`] pays in full is answered under this time.
pub const HALF_LINEAR_GRACE_MS: u32 = 500;

/// How points are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Scoring {
    /// Within 3,000 ms 100, within 6,000 ms 50, later 25: both bounds included.
    #[default]
    Steps,
    /// `P · (1 − t/T)`: all at once, nothing at the limit.
    Linear {
        /// `P`.
        points: u32,
        /// `T`.
        limit_ms: NonZeroU32,
    },
    /// `P · (1 − t/(2T))`: all under [`HALF_LINEAR_GRACE_MS`], half at the limit.
    HalfLinear {
        /// `P`.
        points: u32,
        /// `T`.
        limit_ms: NonZeroU32,
    },
    /// `P` whenever it is right.
    Flat {
        /// `P`.
        points: u32,
    },
}

impl Scoring {
    /// The points for an answer given `answer_time_ms` after its question was first served. Wrong ones get none.
    ///
    /// ```
    /// use ludger_domain::quiz::Scoring;
    ///
    /// assert_eq!(Scoring::Steps.points(true, 3_000), 100);
    /// assert_eq!(Scoring::Steps.points(true, 3_001), 50);
    /// assert_eq!(Scoring::Steps.points(false, 1), 0);
    /// ```
    pub fn points(self, is_correct: bool, answer_time_ms: i64) -> i64 {
        if !is_correct {
            return 0;
        }
        let time_ms = u32::try_from(answer_time_ms.max(0)).unwrap_or(u32::MAX);
        match self {
            Self::Steps => match time_ms {
                0..=3_000 => 100,
                3_001..=6_000 => 50,
                _ => 25,
            },
            Self::Linear { points, limit_ms } => {
                share_left(points, time_ms.min(limit_ms.get()), limit_ms.get().into())
            }
            Self::HalfLinear { points, .. } if time_ms < HALF_LINEAR_GRACE_MS => points.into(),
            Self::HalfLinear { points, limit_ms } => share_left(
                points,
                time_ms.min(limit_ms.get()),
                u64::from(limit_ms.get()).saturating_mul(2),
            ),
            Self::Flat { points } => points.into(),
        }
    }
}

/// `points · (1 − spent/whole)`, rounded half up: the floor of `(2 · points · (whole − spent) + whole) / (2 · whole)`.
/// No product of these leaves 128 bits.
fn share_left(points: u32, spent: u32, whole: u64) -> i64 {
    let left = u128::from(whole.saturating_sub(spent.into()));
    let whole = u128::from(whole);
    let rounded = left
        .saturating_mul(points.into())
        .saturating_mul(2)
        .saturating_add(whole);
    let share = rounded
        .checked_div(whole.saturating_mul(2))
        .unwrap_or_default();
    i64::try_from(share).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
