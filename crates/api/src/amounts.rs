//! Amounts in JSON: `{"amount":"12.50","currency":"INR"}`, a decimal text with its currency beside it.

use ludger_domain::fault::{Fault, Faults};
use ludger_domain::money::{Amount, Currencies, Currency, CurrencyCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount: decimal text in the currency's scale, and the currency. Never a JSON number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Amount)]
pub struct ApiAmount {
    /// Digits with an optional point and no more decimals than the currency has; no exponent, no plus, no separators.
    #[schema(example = "12.50", pattern = r"^-?[0-9]+(\.[0-9]+)?$")]
    pub amount: String,
    /// The code of the currency.
    #[schema(example = "INR", pattern = "^[A-Z0-9]{3,10}$")]
    pub currency: String,
}

impl ApiAmount {
    /// Minor units, written in the scale of their currency. A currency that is no longer configured has no scale: its
    /// minor units are written as they are.
    pub fn of(currencies: &Currencies, code: CurrencyCode, minor: i64) -> Self {
        Self {
            amount: text(currencies, code, minor),
            currency: code.to_string(),
        }
    }

    /// Reads the amount; every fault at once, with pointers below `/`.
    pub fn parse(&self, currencies: &Currencies) -> Result<Amount, Faults> {
        let currency = known(currencies, "/currency", &self.currency)?;
        currency
            .parse(&self.amount)
            .map_err(|fault| Fault::new("/amount", fault.code(), fault.to_string()).into())
    }
}

/// Minor units as text alone, where the currency stands nearby.
pub(crate) fn text(currencies: &Currencies, code: CurrencyCode, minor: i64) -> String {
    currencies
        .by_code(code)
        .map_or_else(|| minor.to_string(), |currency| currency.format(minor))
}

/// The same for sums over all accounts, which can be wider than an account.
pub(crate) fn wide_text(currencies: &Currencies, code: CurrencyCode, minor: i128) -> String {
    let scale = currencies
        .by_code(code)
        .map_or(0, |currency| usize::from(currency.scale));
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = scale + 1);
    match digits.split_at(digits.len() - scale) {
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    }
}

/// The currency of that code, or a fault at `pointer`.
pub(crate) fn known(currencies: &Currencies, pointer: &str, code: &str) -> Result<Currency, Fault> {
    currencies.get(code).ok_or_else(|| {
        let codes: Vec<_> = currencies.iter().map(|c| c.code.to_string()).collect();
        let detail = format!("there is no such currency; there are {}", codes.join(", "));
        Fault::new(pointer, "unknown_currency", detail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<i64, Vec<(String, String)>> {
        let amount: ApiAmount = serde_json::from_str(json).unwrap();
        amount
            .parse(&Currencies::built_in())
            .map(|amount| amount.minor)
            .map_err(|faults| faults.0.into_iter().map(|f| (f.pointer, f.code)).collect())
    }

    #[test]
    fn amounts_are_read_in_the_scale_of_their_currency() {
        let fault = |pointer: &str, code: &str| Err(vec![(pointer.to_owned(), code.to_owned())]);
        let table = [
            (r#"{"amount":"12.50","currency":"INR"}"#, Ok(1250)),
            (r#"{"amount":"12","currency":"WISE"}"#, Ok(12)),
            (
                r#"{"amount":"12.5","currency":"WISE"}"#,
                fault("/amount", "too_many_decimals"),
            ),
            (
                r#"{"amount":"1e3","currency":"INR"}"#,
                fault("/amount", "malformed_amount"),
            ),
            (
                r#"{"amount":"1","currency":"inr"}"#,
                fault("/currency", "unknown_currency"),
            ),
            (
                r#"{"amount":"99999999999999999999","currency":"INR"}"#,
                fault("/amount", "amount_overflow"),
            ),
        ];
        for (json, expected) in table {
            assert_eq!(parse(json), expected, "{json}");
        }
        assert!(serde_json::from_str::<ApiAmount>(r#"{"amount":12.5,"currency":"INR"}"#).is_err());
    }

    #[test]
    fn wide_sums_are_written_like_amounts() {
        let currencies = Currencies::built_in();
        for code in ["WISE", "INR", "USDC"] {
            let code = currencies.get(code).unwrap().code;
            for minor in [0, 1, -1, 99, -100, 1_250, i64::MAX, i64::MIN] {
                assert_eq!(
                    wide_text(&currencies, code, minor.into()),
                    text(&currencies, code, minor)
                );
            }
        }
        let inr = currencies.get("INR").unwrap().code;
        assert_eq!(
            wide_text(&currencies, inr, i128::from(i64::MAX) + 1),
            "92233720368547758.08"
        );
    }

    #[test]
    fn amounts_are_written_as_they_are_read() {
        let currencies = Currencies::built_in();
        let inr = currencies.get("INR").unwrap();
        let written = ApiAmount::of(&currencies, inr.code, -5);
        assert_eq!(
            serde_json::to_string(&written).unwrap(),
            r#"{"amount":"-0.05","currency":"INR"}"#
        );
        assert_eq!(written.parse(&currencies).unwrap(), inr.amount(-5));
    }
}
