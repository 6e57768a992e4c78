//! A quiz's scoring profile: what an answer adds to a player's score.

use super::Scoring;
use super::mark::FULL_CREDIT;
use super::named::named;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// What the streak bonus grows by, and how far.
const STREAK_STEP: i64 = 100;
const STREAK_MAX: i64 = 500;
/// With `first_bonus`: what the first right answer earns, and what later ones do.
const FIRST: i64 = 100;
const LATER: i64 = 50;

named! {
    /// How the time of a right answer counts.
    ScoringKind {
        /// [`Scoring::Steps`].
        Steps = "steps",
        /// [`Scoring::Linear`].
        Linear = "linear",
        /// [`Scoring::HalfLinear`].
        HalfLinear = "half_linear",
        /// [`Scoring::Flat`].
        Flat = "flat",
    }
}

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// How time counts.
    pub scoring: ScoringKind,
    /// In `comp` with `steps`: the first right answer to a question earns 100, later right ones 50.
    pub first_bonus: bool,
    /// 100 more for the second right answer in a row, 200 for the third, up to 500.
    pub streak_bonus: bool,
    /// What a wrong answer costs, 0 or more. No score falls under 0.
    pub penalty: i64,
}

/// What is known of an answer when its question is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Played {
    /// See [`Mark::credit`](super::Mark).
    pub credit: i64,
    /// From when the question was served until the answer arrived.
    pub time_ms: i64,
    /// In `comp`: whether no right answer came before it. `None` where nobody races, and being first counts for nothing.
    pub is_first: Option<bool>,
    /// Right answers in a row, this one included; 0 for one that is not right in full.
    pub streak: i64,
    /// The score before it.
    pub score: i64,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            scoring: ScoringKind::Steps,
            first_bonus: false,
            streak_bonus: false,
            penalty: 0,
        }
    }
}

impl Profile {
    /// What the answer to a question worth `points` adds to the score, where `T` is `scale_ms`. Whole, rounded half up;
    /// below 0 for a penalty, but never more than there is to lose.
    pub fn award(self, points: i64, scale_ms: i64, given: Played) -> i64 {
        if given.credit < 1 {
            return self.penalty.min(given.score).max(0).saturating_neg();
        }
        let full = match (self.scoring, given.is_first.filter(|_| self.first_bonus)) {
            (ScoringKind::Steps, Some(true)) => FIRST,
            (ScoringKind::Steps, Some(false)) => LATER,
            _ => self.timed(points, scale_ms).points(true, given.time_ms),
        };
        part(full, given.credit).saturating_add(self.streak(given.streak))
    }

    fn timed(self, points: i64, scale_ms: i64) -> Scoring {
        let points = u32::try_from(points).unwrap_or_default();
        let scale = u32::try_from(scale_ms).ok().and_then(NonZeroU32::new);
        let limit_ms = scale.unwrap_or(NonZeroU32::MIN);
        match self.scoring {
            ScoringKind::Steps => Scoring::Steps,
            ScoringKind::Linear => Scoring::Linear { points, limit_ms },
            ScoringKind::HalfLinear => Scoring::HalfLinear { points, limit_ms },
            ScoringKind::Flat => Scoring::Flat { points },
        }
    }

    fn streak(self, streak: i64) -> i64 {
        if !self.streak_bonus {
            return 0;
        }
        let steps = streak.saturating_sub(1).max(0);
        steps.saturating_mul(STREAK_STEP).min(STREAK_MAX)
    }
}

/// The share of the points that the credit is, rounded half up.
fn part(points: i64, credit: i64) -> i64 {
    let doubled = points
        .saturating_mul(credit)
        .saturating_mul(2)
        .saturating_add(FULL_CREDIT);
    doubled
        .checked_div(FULL_CREDIT.saturating_mul(2))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: Played = Played {
        credit: FULL_CREDIT,
        time_ms: 0,
        is_first: None,
        streak: 1,
        score: 0,
    };

    #[test]
    fn every_profile_pays_what_it_says() {
        use ScoringKind::{Flat, HalfLinear, Linear, Steps};
        // how time counts, points, ms of ten seconds, credit, what it pays
        let table = [
            (Steps, 700, 3_000, 100_000, 100),
            (Steps, 700, 3_001, 100_000, 50),
            (Steps, 700, 9_999, 100_000, 25),
            (Steps, 700, 9_999, 50_000, 13),
            (Steps, 700, 100, 33_333, 33),
            (Steps, 700, 100, 0, 0),
            (Linear, 1_000, 2_500, 100_000, 750),
            (Linear, 1_000, 10_400, 100_000, 0),
            (HalfLinear, 1_000, 499, 100_000, 1_000),
            (HalfLinear, 1_000, 10_000, 100_000, 500),
            (Flat, 70, 9_000, 100_000, 70),
            (Flat, 75, 9_000, 50_000, 38),
        ];
        for (scoring, points, time_ms, credit, expected) in table {
            let profile = Profile {
                scoring,
                ..Profile::default()
            };
            let given = Played {
                credit,
                time_ms,
                ..ANSWER
            };
            let paid = profile.award(points, 10_000, given);
            assert_eq!(paid, expected, "{scoring} {given:?}");
        }
    }

    #[test]
    fn the_first_one_earns_more_where_players_race_in_steps() {
        use ScoringKind::{Flat, Steps};
        // how time counts, whether the quiz rewards the first, ms, whether they are, credit, what it pays
        let table = [
            (Steps, true, 9_000, Some(true), 100_000, 100),
            (Steps, true, 1, Some(false), 100_000, 50),
            (Steps, true, 1, Some(false), 50_000, 25),
            (Steps, true, 9_000, None, 100_000, 25),
            (Steps, false, 9_000, Some(true), 100_000, 25),
            (Flat, true, 9_000, Some(false), 100_000, 70),
        ];
        for (scoring, first_bonus, time_ms, is_first, credit, expected) in table {
            let profile = Profile {
                scoring,
                first_bonus,
                ..Profile::default()
            };
            let given = Played {
                credit,
                time_ms,
                is_first,
                ..ANSWER
            };
            let paid = profile.award(70, 10_000, given);
            assert_eq!(paid, expected, "{profile:?} {given:?}");
        }
    }

    #[test]
    fn a_streak_pays_more_each_time_up_to_a_limit() {
        let profile = Profile {
            streak_bonus: true,
            scoring: ScoringKind::Flat,
            ..Profile::default()
        };
        for (streak, expected) in [
            (0, 10),
            (1, 10),
            (2, 110),
            (3, 210),
            (6, 510),
            (7, 510),
            (50, 510),
        ] {
            assert_eq!(
                profile.award(10, 1_000, Played { streak, ..ANSWER }),
                expected,
                "{streak} in a row"
            );
        }
    }

    #[test]
    fn a_penalty_takes_no_more_than_there_is() {
        let profile = Profile {
            penalty: 30,
            ..Profile::default()
        };
        for (score, expected) in [(0, 0), (29, -29), (30, -30), (500, -30)] {
            assert_eq!(
                profile.award(
                    100,
                    1_000,
                    Played {
                        credit: 0,
                        score,
                        ..ANSWER
                    }
                ),
                expected
            );
        }
        assert_eq!(
            profile.award(
                100,
                1_000,
                Played {
                    credit: 1,
                    ..ANSWER
                }
            ),
            0,
            "a part is not wrong"
        );
    }
}
