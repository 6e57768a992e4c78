//! The ledger's parts, each by itself. What they do together is in `fold::tests` and `properties`.

mod accounts;
mod chains;
mod holds;
mod names;
mod stored;
mod texts;
mod transfers;
mod verify;
mod wallets;

use super::*;
use crate::Timestamp;
use crate::ids::UserId;
use crate::money::CurrencyCode;
use proptest::prelude::ProptestConfig;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn inr() -> CurrencyCode {
    "INR".parse().unwrap()
}

fn usd() -> CurrencyCode {
    "USD".parse().unwrap()
}

fn user(number: u128) -> UserId {
    Uuid::from_u128(number).into()
}

fn wallet(number: u128) -> AccountKey {
    AccountKey::available(user(number), inr())
}

/// How many cases a property is tried with, unless `PROPTEST_CASES` says another number.
pub(super) fn cases(usual: u32) -> ProptestConfig {
    let (asked, not_asked) = (ProptestConfig::default(), 256);
    match asked.cases {
        cases if cases == not_asked => ProptestConfig::with_cases(usual),
        _ => asked,
    }
}

/// `amount` for the first user.
fn gift(id: u128, amount: i64) -> TransferBuilder {
    Transfer::build(Uuid::from_u128(id).into(), Category::Bonus, NOW).move_amount(
        AccountKey::mint(inr()),
        wallet(1),
        amount,
    )
}
