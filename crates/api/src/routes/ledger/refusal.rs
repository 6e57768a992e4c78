//! What the books do not allow, as a problem.

use crate::amounts::ApiAmount;
use crate::problem::{Code, Problem};
use ludger_domain::ledger::{AccountKey, Refusal};
use ludger_domain::money::Currencies;
use serde_json::json;

/// The problem of a refusal.
pub(crate) fn refusal(currencies: &Currencies, refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::InsufficientFunds { account, available, required } => {
            insufficient(currencies, account, *available, *required)
        }
        Refusal::BalanceOverflow { account } => {
            Problem::new(Code::BalanceOverflow).with("account", account.to_string())
        }
        Refusal::ReferenceConflict { reference, transfer } => {
            Problem::new(Code::ReferenceConflict)
                .with("reference", reference.as_str())
                .with("transfer", transfer.to_string())
        }
        Refusal::AlreadyReversed { original, by } => Problem::new(Code::AlreadyReversed)
            .with("transfer", original.to_string())
            .with("reversed_by", by.to_string()),
        Refusal::UnknownHold { hold } => {
            Problem::new(Code::UnknownHold).with("hold", hold.to_string())
        }
        Refusal::HoldExists { hold } => {
            Problem::new(Code::HoldExists).with("hold", hold.to_string())
        }
        Refusal::HoldExceeded { hold, remaining } => Problem::new(Code::HoldExceeded)
            .with("hold", hold.to_string())
            .with("remaining_minor", *remaining),
    }
}

fn insufficient(
    currencies: &Currencies,
    account: &AccountKey,
    available: i64,
    required: i64,
) -> Problem {
    let of = |minor| ApiAmount::of(currencies, account.currency, minor);
    let (available, required) = (of(available), of(required));
    let detail = format!(
        "{} {} are available, {} are needed",
        available.amount, available.currency, required.amount
    );
    Problem::new(Code::InsufficientFunds)
        .detail(detail)
        .with("account", account.to_string())
        .with("available", json!(available))
        .with("required", json!(required))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::members;
    use uuid::Uuid;

    #[test]
    fn it_says_how_much_there_is_and_how_much_it_takes() {
        let currencies = Currencies::built_in();
        let inr = currencies.get("INR").unwrap().code;
        let account = AccountKey::available(Uuid::nil().into(), inr);
        let refused = Refusal::InsufficientFunds { account, available: 1000, required: 1250 };
        let told = members(&refusal(&currencies, &refused), None);
        assert_eq!(told["status"], 422);
        assert_eq!(told["detail"], "10.00 INR are available, 12.50 are needed");
        assert_eq!(told["available"], json!({"amount": "10.00", "currency": "INR"}));
        assert_eq!(told["required"], json!({"amount": "12.50", "currency": "INR"}));
    }
}
