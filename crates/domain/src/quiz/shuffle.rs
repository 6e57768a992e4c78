//! A shuffle that is the same for ever. A session stores nothing but its seed, and the order of its questions and of
//! their choices has to come out alike in every later version and on every machine, so the algorithm is fixed here
//! and pinned by test vectors:
//!
//! - Word `n` (0, 1, 2, …) of a stream is the first eight bytes, big-endian, of
//!   `SHA-256(label ‖ seed ‖ item ‖ n)`: the label as ASCII, the seed and `n` as eight bytes big-endian, the item's
//!   UUID as sixteen bytes (no byte at all where there is no item). A hash, because the seed must not be found from
//!   the orders that a player sees.
//! - A number below `b` is `word mod b`; words past the largest multiple of `b` are skipped, so no number is favoured.
//! - Fisher-Yates from the front: place `i` is swapped with place `i + (a number below len − i)`.
//!
//! Another algorithm would need another label, and a record of which sessions use which.

use crate::ids::QuestionId;
use sha2::{Digest, Sha256};
use std::num::NonZeroU64;
use uuid::Uuid;

const QUESTIONS: &str = "ludger/questions/1";
const CHOICES: &str = "ludger/choices/1";
const TARGETS: &str = "ludger/targets/1";

/// Draws `count` of the candidates, in the order in which they will be asked: all of them if there are fewer.
/// Neither the order in which candidates come nor repeats matter.
///
/// ```
/// use ludger_domain::quiz::draw;
/// use uuid::Uuid;
///
/// let bank: Vec<_> = (1..=20).map(|n| Uuid::from_u128(n).into()).collect();
/// let drawn = draw(42, bank.clone(), 5);
/// assert_eq!(drawn.len(), 5);
/// assert_eq!(drawn, draw(42, bank.into_iter().rev(), 5));
/// ```
pub fn draw(
    seed: i64,
    candidates: impl IntoIterator<Item = QuestionId>,
    count: usize,
) -> Vec<QuestionId> {
    let mut drawn: Vec<_> = candidates.into_iter().collect();
    drawn.sort_unstable();
    drawn.dedup();
    Stream::new(QUESTIONS, seed, None).shuffle(&mut drawn, count);
    drawn.truncate(count);
    drawn
}

/// Brings what one question offers into the order in which a session with this seed shows it.
pub(super) fn shuffle_choices<T>(seed: i64, question: QuestionId, choices: &mut [T]) {
    Stream::new(CHOICES, seed, Some(question.uuid())).shuffle(choices, choices.len());
}

/// The same for what choices are paired with.
pub(super) fn shuffle_targets<T>(seed: i64, question: QuestionId, targets: &mut [T]) {
    Stream::new(TARGETS, seed, Some(question.uuid())).shuffle(targets, targets.len());
}

/// See the module.
struct Stream {
    start: Sha256,
    next: u64,
}

impl Stream {
    fn new(label: &str, seed: i64, item: Option<Uuid>) -> Self {
        let mut start = Sha256::new();
        start.update(label.as_bytes());
        start.update(seed.to_be_bytes());
        if let Some(item) = item {
            start.update(item.as_bytes());
        }
        Self { start, next: 0 }
    }

    fn word(&mut self) -> u64 {
        let hash = self
            .start
            .clone()
            .chain_update(self.next.to_be_bytes())
            .finalize();
        self.next = self.next.wrapping_add(1);
        hash.first_chunk()
            .map_or(0, |first| u64::from_be_bytes(*first))
    }

    fn below(&mut self, bound: NonZeroU64) -> u64 {
        let last = last_fair(bound);
        loop {
            let word = self.word();
            if word <= last {
                return word % bound;
            }
        }
    }

    /// Settles the first `count` places; what is left over stands behind them in no particular order.
    fn shuffle<T>(mut self, items: &mut [T], count: usize) {
        for place in 0..count.min(items.len()) {
            let left = items.len().saturating_sub(place);
            let Some(left) = u64::try_from(left).ok().and_then(NonZeroU64::new) else {
                return;
            };
            let jump = usize::try_from(self.below(left)).unwrap_or_default();
            items.swap(place, place.saturating_add(jump));
        }
    }
}

/// The greatest word below the largest multiple of `bound` that 64 bits can hold.
fn last_fair(bound: NonZeroU64) -> u64 {
    let excess = (u64::MAX % bound).wrapping_add(1) % bound;
    u64::MAX.saturating_sub(excess)
}

#[cfg(test)]
mod tests;
