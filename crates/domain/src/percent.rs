//! Shares, told so that nothing seems more than it is.

use std::fmt;

/// Hundredths of a percent, rounded down. Shown as a percentage with two decimals, `97.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u16);

impl Percent {
    /// The share that a part has of a whole: 0 to 100 %; of nothing, none.
    pub fn of(part: i64, whole: i64) -> Self {
        let whole = i128::from(whole.max(1));
        let part = i128::from(part).clamp(0, whole);
        let share = part.saturating_mul(10_000).checked_div(whole);
        let share = share.and_then(|share| u16::try_from(share).ok());
        Self(share.unwrap_or_default())
    }

    /// Hundredths of a percent, 0 to 10,000.
    pub const fn basis_points(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.div_euclid(100), self.0.rem_euclid(100));
        write!(f, "{whole}.{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_down() {
        // part, whole, shown
        let table = [
            (0, 0, "0.00"),
            (0, 7, "0.00"),
            (1, 3, "33.33"),
            (2, 3, "66.66"),
            (999_999, 1_000_000, "99.99"),
            (7, 7, "100.00"),
            (9, 7, "100.00"),
            (-1, 7, "0.00"),
            (i64::MAX, i64::MAX, "100.00"),
        ];
        for (part, whole, shown) in table {
            assert_eq!(
                Percent::of(part, whole).to_string(),
                shown,
                "{part}/{whole}"
            );
        }
    }
}
