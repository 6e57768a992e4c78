//! What the books do not allow, as a problem; and to whom how much of it is told.

use crate::amounts::ApiAmount;
use crate::problem::{Code, Problem};
use ludger_application::Caller;
use ludger_domain::accounts::{Permission, Principal};
use ludger_domain::ledger::{AccountKey, Owner, Refusal};
use ludger_domain::money::Currencies;
use serde_json::json;

/// Who may know what any account holds.
const TRUSTED: [Permission; 4] = [
    Permission::LedgerRead,
    Permission::LedgerTransfer,
    Permission::LedgerAdjust,
    Permission::LedgerReverse,
];

/// The problem of a refusal. What an account holds is for its owner and for those whom the ledger trusts; all others
/// are told that it is not enough.
pub(crate) fn refusal(currencies: &Currencies, caller: &Caller, refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::InsufficientFunds { account, .. } if !may_know(&caller.principal, account) => {
            Problem::new(Code::InsufficientFunds).detail("the funds do not suffice")
        }
        Refusal::InsufficientFunds {
            account,
            available,
            required,
        } => insufficient(currencies, account, *available, *required),
        Refusal::BalanceOverflow { account } => {
            Problem::new(Code::BalanceOverflow).with("account", account.to_string())
        }
        Refusal::ReferenceConflict {
            reference,
            transfer,
        } => Problem::new(Code::ReferenceConflict)
            .with("reference", reference.as_str())
            .with("transfer", transfer.to_string()),
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
        Refusal::HoldMismatch { hold } => {
            Problem::new(Code::HoldMismatch).with("hold", hold.to_string())
        }
    }
}

fn may_know(principal: &Principal, account: &AccountKey) -> bool {
    account.owner == Owner::User(principal.user)
        || TRUSTED
            .into_iter()
            .any(|permission| principal.may(permission))
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
    use ludger_application::Origin;
    use ludger_domain::Timestamp;
    use ludger_domain::accounts::{Means, Role};
    use serde_json::{Map, Value};
    use uuid::Uuid;

    fn caller(number: u128, role: Role) -> Caller {
        let id = Uuid::from_u128(number);
        let (username, roles) = ("somebody".to_owned(), [role].into());
        let principal = Principal {
            user: id.into(),
            username,
            roles,
            withheld: [].into(),
            means: Means::Session {
                id: id.into(),
                authenticated_at: Timestamp::UNIX_EPOCH,
            },
        };
        Caller {
            principal,
            origin: Origin::default(),
        }
    }

    fn told(caller: &Caller) -> Map<String, Value> {
        let currencies = Currencies::built_in();
        let inr = currencies.get("INR").unwrap().code;
        let account = AccountKey::available(Uuid::from_u128(1).into(), inr);
        let refused = Refusal::InsufficientFunds {
            account,
            available: 1000,
            required: 1250,
        };
        members(&refusal(&currencies, caller, &refused), None)
    }

    #[test]
    fn it_says_how_much_there_is_and_how_much_it_takes() {
        for knows in [
            caller(1, Role::Player),
            caller(2, Role::Admin),
            caller(2, Role::Ledger),
        ] {
            let told = told(&knows);
            assert_eq!(told["status"], 422);
            assert_eq!(told["detail"], "10.00 INR are available, 12.50 are needed");
            assert_eq!(
                told["available"],
                json!({"amount": "10.00", "currency": "INR"})
            );
            assert_eq!(
                told["required"],
                json!({"amount": "12.50", "currency": "INR"})
            );
        }
    }

    #[test]
    fn others_are_not_told_what_somebody_has() {
        for stranger in [caller(2, Role::Player), caller(2, Role::Moderator)] {
            let told = told(&stranger);
            assert_eq!(told["code"], "insufficient_funds");
            for member in ["available", "required", "account"] {
                assert!(!told.contains_key(member), "{member}");
            }
            assert!(!told["detail"].to_string().contains("10.00"));
        }
    }
}
