//! Currencies and amounts.
//!
//! An amount is a signed 64-bit count of **minor units** (paise, micro-dollars, whole coins) and the currency that
//! they are of. All arithmetic is checked; text is parsed by hand, because number parsers accept `1e3`, `+5` and
//! `1_000`, and money does not.

mod amount;
mod currency;
mod decimal;

pub use amount::{Amount, AmountFault};
pub use currency::{Currencies, Currency, CurrencyCode, CurrencyKind};
pub use decimal::{DecimalFault, parse_decimal};
