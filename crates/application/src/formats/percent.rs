//! Weights as people write them: `-50`, `33.333`, in percent.

use ludger_domain::quiz::Weight;

/// Reads `-?D{1,4}(.D*)?`, rounded to the thousandth.
pub(super) fn parse_percent(text: &str) -> Option<Weight> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || !plain(whole) || !plain(fraction) {
        return None;
    }
    let mut thousandths: Weight = whole.parse().ok()?;
    let mut digits = fraction.bytes().map(|byte| Weight::from(byte - b'0'));
    for _ in 0..3 {
        thousandths = thousandths * 10 + digits.next().unwrap_or(0);
    }
    let rounded_up = digits.next().is_some_and(|digit| digit >= 5);
    Some(sign * (thousandths + Weight::from(rounded_up)))
}

/// The shortest text that [`parse_percent`] reads as this weight.
pub(super) fn format_percent(weight: Weight) -> String {
    let sign = if weight < 0 { "-" } else { "" };
    let thousandths = weight.unsigned_abs();
    let text = format!("{sign}{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_percents() {
        let rows = [
            ("50", Some(50_000)),
            ("-33.33333", Some(-33_333)),
            ("16.66667", Some(16_667)),
            ("0", Some(0)),
            ("12.5", Some(12_500)),
            ("5.", Some(5_000)),
            ("", None),
            ("-", None),
            (".5", None),
            ("5 ", None),
            ("+5", None),
            ("12345", None),
            ("1e3", None),
        ];
        for (text, weight) in rows {
            assert_eq!(parse_percent(text), weight, "{text}");
        }
    }

    #[test]
    fn reads_what_it_writes() {
        for weight in [
            0, 1, -1, 10, 100, 1_000, -1_000, 33_333, -33_333, 50_500, 100_000, -100_000,
        ] {
            assert_eq!(
                parse_percent(&format_percent(weight)),
                Some(weight),
                "{weight}"
            );
        }
    }
}
