//! Decimal text and minor units.

use crate::input::{choice, text};
use ludger_api::ApiAmount;
use ludger_domain::money::{Currencies, Currency, CurrencyKind, parse_decimal};

/// A digit for the scale; then a text, whose bytes are an amount besides.
pub(crate) fn amounts(data: &[u8]) {
    let Some((scale, rest)) = choice(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], data) else {
        return;
    };
    let coin = Currency::new("COIN", scale, CurrencyKind::Play).expect("a currency");
    if let Some(bytes) = rest.first_chunk() {
        is_read_as_written(coin, i64::from_be_bytes(*bytes));
    }
    if let Some(text) = text(rest) {
        is_read_exactly(coin, text);
        is_a_decimal_still(text);
    }
}

fn is_read_as_written(coin: Currency, minor: i64) {
    let text = coin.format(minor);
    assert_eq!(coin.parse(&text), Ok(coin.amount(minor)), "{text}");
    assert_eq!(minor_units(&text, coin.scale), Some(minor), "{text}");
}

fn is_read_exactly(coin: Currency, text: &str) {
    let read = coin.parse(text);
    let minor = read.ok().map(|amount| amount.minor);
    assert_eq!(minor, minor_units(text, coin.scale), "{text:?}: {read:?}");

    let mut currencies = Currencies::built_in();
    currencies.add(coin).expect("a code of its own");
    let sent = ApiAmount {
        amount: text.to_owned(),
        currency: "COIN".to_owned(),
    };
    let taken = sent.parse(&currencies).ok();
    assert_eq!(taken.map(|amount| amount.minor), minor, "{text:?}");
    if let Some(minor) = minor {
        is_read_as_written(coin, minor);
        let told = ApiAmount::of(&currencies, coin.code, minor);
        assert_eq!(told.parse(&currencies), Ok(coin.amount(minor)), "{told:?}");
    }
}

/// The grammar once more, by other means: the digits of both sides as one whole number.
fn minor_units(text: &str, scale: u8) -> Option<i64> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (digits, ""),
    };
    let plain = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) {
        return None;
    }
    let padding = usize::from(scale).checked_sub(fraction.len())?;
    let digits = format!("{whole}{fraction}{}", "0".repeat(padding));
    match digits.trim_start_matches('0') {
        "" => Some(0),
        // No more than 128 bits hold, and a good deal more than 64.
        significant if significant.len() <= 38 => {
            let minor = significant.parse::<i128>().ok()? * sign;
            i64::try_from(minor).ok()
        }
        _ => None,
    }
}

fn is_a_decimal_still(text: &str) {
    if let Ok(decimal) = parse_decimal(text) {
        assert_eq!(parse_decimal(&decimal.to_string()), Ok(decimal), "{text}");
    }
}
