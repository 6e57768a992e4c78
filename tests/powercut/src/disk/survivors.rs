//! What a power cut leaves of what nobody had asked to be safe. A disk writes some of it of its own accord, in any order.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// Decides, piece by piece, whether one that was not synced is there all the same.
pub struct Survivors {
    share: f64,
    chance: StdRng,
}

impl Survivors {
    /// None: nothing was written that nobody asked for.
    pub fn none() -> Self {
        Self::some(0.0, 0)
    }

    /// This share of them, between 0 and 1, the same ones for the same seed.
    pub fn some(share: f64, seed: u64) -> Self {
        Self {
            share: share.clamp(0.0, 1.0),
            chance: StdRng::seed_from_u64(seed),
        }
    }

    pub(super) fn has_one_more(&mut self) -> bool {
        self.chance.random_bool(self.share)
    }
}

/// What a power cut took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Pages that were written, not synced, and are gone.
    pub pages: u64,
    /// Pages that were written, not synced, and are there by luck.
    pub survived: u64,
    /// Names that were given or taken away without a sync, and are not, or are again.
    pub names: u64,
}
