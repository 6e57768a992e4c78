//! Ranks without counting players.
//!
//! Beside the players of a board, a store keeps how many of them have each score, and how many have a score within each
//! range of 2¹⁰ and of 2²⁰. Who is above a score is then the sum of the ranges of 2²⁰ above its own, of those of 2¹⁰
//! above its own within that, and of the scores above it within that: at most 1,023 numbers of each of the two finer
//! kinds, however many players there are, and as many of the coarsest as there are millions in the highest score.
//!
//! A player's move from one score to another changes two numbers of a kind, or none where both lie in one range; what
//! changes is a difference here too.

use std::collections::BTreeMap;

/// How many bits of a score each kind of range leaves out: none, 10, 20.
pub const SHIFTS: [i16; 3] = [0, 10, 20];
/// The kind whose ranges, all together, hold every player by the fewest numbers.
pub const COARSEST: i16 = 20;

/// One range of scores of one board: the board's number, the kind, and which of its ranges.
pub type Range = (i64, i16, i64);

/// Changes of tallies, gathered: what cancels out is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies(BTreeMap<Range, i64>);

impl Tallies {
    /// A player of a board had the one score, and has the other. `None`: is not on it.
    pub fn moved(&mut self, board: i64, before: Option<i64>, after: Option<i64>) {
        for (score, by) in [(before, -1), (after, 1)] {
            let Some(score) = score else { continue };
            for shift in SHIFTS {
                let change = self
                    .0
                    .entry((board, shift, range(score, shift)))
                    .or_default();
                *change = i64::saturating_add(*change, by);
            }
        }
    }

    /// What is to be added to which, in the order of the ranges.
    pub fn changes(&self) -> impl Iterator<Item = (Range, i64)> {
        let all = self.0.iter().map(|(range, change)| (*range, *change));
        all.filter(|(_, change)| *change != 0)
    }
}

/// The ranges that lie above a score and hold all that does, each kind once: the kind, the first range, and the one behind
/// the last; `None`: there is no last.
pub fn above(score: i64) -> [(i16, i64, Option<i64>); 3] {
    let next = |shift| range(score, shift).saturating_add(1);
    let end = |coarser| next(coarser).checked_shl(10);
    [
        (0, next(0), end(10)),
        (10, next(10), end(20)),
        (20, next(20), None),
    ]
}

const fn range(score: i64, shift: i16) -> i64 {
    score >> shift
}
