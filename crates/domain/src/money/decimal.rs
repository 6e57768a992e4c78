use rust_decimal::Decimal;

/// Why a text is not a decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a decimal is written as digits with an optional sign and decimal point, at most 28 digits in all"
)]
pub struct DecimalFault;

/// Reads `-?D+(.D+)?` with at most 28 digits. `rust_decimal`'s own parser also takes `1e3` and `1_000`, so the text is
/// checked first.
///
/// # Errors
/// Any other text.
pub fn parse_decimal(text: &str) -> Result<Decimal, DecimalFault> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(fraction) || whole.len().saturating_add(fraction.len()) > 28 {
        return Err(DecimalFault);
    }
    text.parse().map_err(|_| DecimalFault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_digits_only() {
        for good in ["0", "-1.5", "3.1415", "0012.50"] {
            assert!(parse_decimal(good).is_ok(), "{good}");
        }
        for bad in [
            "", "-", ".5", "5.", "+5", "1e3", "1_000", "NaN", " 1", "1,5", "1.2.3",
        ] {
            assert_eq!(parse_decimal(bad), Err(DecimalFault), "{bad}");
        }
    }
}
