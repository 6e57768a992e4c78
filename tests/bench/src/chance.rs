//! Numbers that look random and are the same in every run.

/// Xorshift: three shifts a number, since the load shares its cores with what it measures.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From 0 to below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap_or_default()
    }

    /// Two different numbers below `bound`.
    pub(crate) fn pair(&mut self, bound: usize) -> (usize, usize) {
        let one = self.below(bound);
        let other = self.below(bound - 1);
        (one, if other >= one { other + 1 } else { other })
    }
}
