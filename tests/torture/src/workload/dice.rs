//! Chance, all of it from one seed.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A client's own source of chance.
pub(crate) struct Dice(StdRng);

impl Dice {
    /// The source of one of those who share a seed.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        Self(StdRng::seed_from_u64(
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .wrapping_add(number),
        ))
    }

    /// True once in `n` times.
    pub(crate) fn one_in(&mut self, n: u32) -> bool {
        self.0.random_range(0..n.max(1)) == 0
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// One of them; `None` where there are none.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() {
            return None;
        }
        of.get(self.0.random_range(0..of.len()))
    }

    /// One of them, as often as its weight says.
    pub(crate) fn weighted<T: Copy>(&mut self, of: &[(u32, T)]) -> Option<T> {
        let sum: u32 = of.iter().map(|(weight, _)| weight).sum();
        let mut left = self.0.random_range(0..sum.max(1));
        for (weight, one) in of {
            if left < *weight {
                return Some(*one);
            }
            left -= weight;
        }
        None
    }

    /// A place from 0 to `n - 1` by Zipf's law: the first one half as often again as the second, and so on. Walks the
    /// weights, which is cheap for the hundreds that there are.
    pub(crate) fn zipf(&mut self, n: usize) -> usize {
        let weight = |rank: usize| 1.0 / (1.0 + rank_of(rank)).powf(1.1);
        let sum: f64 = (0..n).map(weight).sum();
        let mut left = self.0.random_range(0.0..1.0) * sum;
        for rank in 0..n {
            left -= weight(rank);
            if left <= 0.0 {
                return rank;
            }
        }
        n.saturating_sub(1)
    }

    /// Swaps them about.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.0.random_range(0..=last));
        }
    }
}

/// Exact for as many ranks as there can be.
fn rank_of(rank: usize) -> f64 {
    f64::from(u32::try_from(rank).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_run() {
        let throws = |number| {
            let mut dice = Dice::of(7, number);
            (0..20).map(|_| dice.between(0, 1_000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(1), throws(1));
        assert_ne!(throws(1), throws(2));
    }

    #[test]
    fn the_first_of_many_is_hot() {
        let mut dice = Dice::of(1, 0);
        let mut hits = [0_u32; 50];
        for _ in 0..10_000 {
            hits[dice.zipf(50)] += 1;
        }
        assert!(hits[0] > 2_000 && hits[0] > 8 * hits[20], "{hits:?}");
        assert!(hits.iter().all(|hit| *hit > 0), "{hits:?}");
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::of(1, 0);
        let hits = (0..1_000)
            .filter(|_| dice.weighted(&[(9, 'a'), (1, 'b'), (0, 'c')]) == Some('b'))
            .count();
        assert!((50..200).contains(&hits), "{hits}");
        assert_eq!(dice.weighted::<char>(&[]), None);
    }
}
