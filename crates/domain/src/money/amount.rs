use super::{Currency, CurrencyCode};
use serde::{Deserialize, Serialize};

/// A signed count of minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Minor units: paise for `INR`, whole coins for `WISE`.
    pub minor: i64,
    /// What they are units of.
    pub currency: CurrencyCode,
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountFault {
    /// Not of the form `-?digits[.digits]`.
    #[error("an amount is written as digits with an optional decimal point, for example 12.50")]
    Malformed,
    /// More decimals than the currency has.
    #[error("has more decimals than the currency's {0}")]
    TooManyDecimals(u8),
    /// Outside of 64 bits.
    #[error("is too large")]
    Overflow,
}

impl AmountFault {
    /// The stable code of this fault.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed_amount",
            Self::TooManyDecimals(_) => "too_many_decimals",
            Self::Overflow => "amount_overflow",
        }
    }
}

impl Currency {
    /// An amount of this currency from minor units.
    pub fn amount(self, minor: i64) -> Amount {
        Amount {
            minor,
            currency: self.code,
        }
    }

    /// Reads `-?D+(.D+)?`: no exponent, no plus, no separators, a digit on both sides of the point, no more decimals
    /// than the scale.
    ///
    /// ```
    /// use ludger_domain::money::{AmountFault, Currencies};
    /// let usd = Currencies::built_in().get("USD").expect("built in");
    /// assert_eq!(usd.parse("-0.5").map(|a| a.minor), Ok(-50));
    /// assert_eq!(usd.parse("1e3"), Err(AmountFault::Malformed));
    /// assert_eq!(usd.parse("1.005"), Err(AmountFault::TooManyDecimals(2)));
    /// ```
    ///
    /// # Errors
    /// See [`AmountFault`].
    pub fn parse(self, text: &str) -> Result<Amount, AmountFault> {
        let (negative, digits) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(AmountFault::Malformed),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty()
            || !whole
                .bytes()
                .chain(fraction.bytes())
                .all(|b| b.is_ascii_digit())
        {
            return Err(AmountFault::Malformed);
        }
        let scale = usize::from(self.scale);
        if fraction.len() > scale {
            return Err(AmountFault::TooManyDecimals(self.scale));
        }
        let padding = std::iter::repeat_n(b'0', scale.saturating_sub(fraction.len()));
        let mut minor = 0_i64;
        for digit in whole.bytes().chain(fraction.bytes()).chain(padding) {
            let unit = i64::from(digit.wrapping_sub(b'0'));
            // Counting downwards reaches i64::MIN, whose opposite does not exist.
            minor = minor
                .checked_mul(10)
                .and_then(|m| m.checked_sub(unit))
                .ok_or(AmountFault::Overflow)?;
        }
        if !negative {
            minor = minor.checked_neg().ok_or(AmountFault::Overflow)?;
        }
        Ok(self.amount(minor))
    }

    /// Writes minor units in this currency's scale: `1250` of `INR` is `12.50`. The opposite of [`Self::parse`].
    pub fn format(self, minor: i64) -> String {
        let digits = minor.unsigned_abs().to_string();
        let sign = if minor < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        if scale == 0 {
            return format!("{sign}{digits}");
        }
        let digits = format!("{digits:0>width$}", width = scale.saturating_add(1));
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(scale));
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currencies;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currencies::built_in().get(code).unwrap()
    }

    #[test]
    fn reads_plain_decimals_and_nothing_else() {
        let malformed = Err(AmountFault::Malformed);
        let table = [
            ("INR", "12.50", Ok(1250)),
            ("INR", "12.5", Ok(1250)),
            ("INR", "0", Ok(0)),
            ("INR", "-0.01", Ok(-1)),
            ("INR", "92233720368547758.07", Ok(i64::MAX)),
            ("INR", "-92233720368547758.08", Ok(i64::MIN)),
            ("INR", "92233720368547758.08", Err(AmountFault::Overflow)),
            ("INR", "12.505", Err(AmountFault::TooManyDecimals(2))),
            ("WISE", "1.0", Err(AmountFault::TooManyDecimals(0))),
            ("USDC", "0.000001", Ok(1)),
            ("INR", "", malformed),
            ("INR", "-", malformed),
            ("INR", ".5", malformed),
            ("INR", "5.", malformed),
            ("INR", "+5", malformed),
            ("INR", "1e3", malformed),
            ("INR", "NaN", malformed),
            ("INR", "1,000", malformed),
            ("INR", "1_000", malformed),
            ("INR", " 5", malformed),
            ("INR", "--5", malformed),
            ("INR", "٥", malformed),
        ];
        for (code, text, expected) in table {
            assert_eq!(
                currency(code).parse(text).map(|a| a.minor),
                expected,
                "{text:?} in {code}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(minor in any::<i64>(), scale in 0_u8..=9) {
            let currency = Currency { scale, ..currency("WISE") };
            prop_assert_eq!(currency.parse(&currency.format(minor)).map(|a| a.minor), Ok(minor));
        }
    }
}
