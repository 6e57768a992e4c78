//! What a finished session is worth.

use super::{End, SessionResult};
use crate::ids::{GameSessionId, UserId};
use serde::Serialize;

/// The currency that play earns.
pub const COIN: &str = "WISE";

/// How a session ended, and what it pays. There is one per session: it belongs in the same commit as the session's
/// last row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// Played to its end, or left.
    pub end: End,
    /// Won or lost.
    pub result: SessionResult,
    /// The points of all answers.
    pub score: i64,
    /// WISE to pay; 0 means that there is nothing to post. A forfeited session pays nothing, whatever its score.
    pub coins: i64,
    /// 0 to 3; a forfeited session has none.
    pub stars: u8,
}

impl Ending {
    /// The ending that these facts make.
    pub const fn new(end: End, result: SessionResult, score: i64) -> Self {
        let (coins, stars) = match end {
            End::Completed => (coins(score), stars(score)),
            End::Forfeited => (0, 0),
        };
        Self {
            end,
            result,
            score,
            coins,
            stars,
        }
    }
}

/// WISE for a score: a tenth, floored; never negative.
pub const fn coins(score: i64) -> i64 {
    if score > 0 { score / 10 } else { 0 }
}

/// Stars for a score: 1 from 100 points, 2 from 300, 3 from 500.
pub const fn stars(score: i64) -> u8 {
    match score {
        500.. => 3,
        300..=499 => 2,
        100..=299 => 1,
        _ => 0,
    }
}

/// The reference of the transfer that pays a session's coins to a player. The ledger applies a reference once, for
/// ever, so a retry cannot pay twice.
pub fn reward_reference(session: GameSessionId, user: UserId) -> String {
    format!("quiz-reward/{session}/{user}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn coins_and_stars_follow_the_score() {
        let table = [
            (i64::MIN, 0, 0),
            (-1, 0, 0),
            (0, 0, 0),
            (9, 0, 0),
            (10, 1, 0),
            (99, 9, 0),
            (100, 10, 1),
            (299, 29, 1),
            (300, 30, 2),
            (499, 49, 2),
            (500, 50, 3),
            (5_000, 500, 3),
            (i64::MAX, i64::MAX / 10, 3),
        ];
        for (score, coins, stars) in table {
            let paid = Ending::new(End::Completed, SessionResult::Loss, score);
            assert_eq!((paid.coins, paid.stars), (coins, stars), "{score} points");
            let left = Ending::new(End::Forfeited, SessionResult::Loss, score);
            assert_eq!(
                (left.score, left.coins, left.stars),
                (score, 0, 0),
                "{score} points, forfeited"
            );
        }
    }

    #[test]
    fn the_reference_names_session_and_player() {
        let (session, user) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let expected =
            "quiz-reward/00000000-0000-0000-0000-000000000001/00000000-0000-0000-0000-000000000002";
        assert_eq!(reward_reference(session, user), expected);
    }
}
