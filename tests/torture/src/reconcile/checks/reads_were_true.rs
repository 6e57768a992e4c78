//! I8, no row ever changed: what was read in a statement, an export or a transfer at any time is in the books now, to
//! the letter. So nothing was ever shown that was not kept.

use crate::history::{Operation, Request};
use crate::reconcile::content::{differs_from_receipt, instant};
use crate::reconcile::kept::{Entry, Transfer};
use crate::reconcile::wish::minor;
use crate::reconcile::{Evidence, Finding, Index};
use ludger_domain::ledger::AccountKey;
use serde_json::Value;
use uuid::Uuid;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I8 no row ever changed: whatever was read is in the books");
    for request in &evidence.told.requests {
        let Some(told) = request.acknowledged() else {
            continue;
        };
        match request.sent.operation {
            Operation::GetTransfer => transfer(&mut finding, request, &told.body.value(), index),
            Operation::FindTransfer | Operation::Statement => {
                for item in told.body.value()["items"].as_array().into_iter().flatten() {
                    match request.sent.operation {
                        Operation::Statement => line(&mut finding, request, item, index),
                        _ => transfer(&mut finding, request, item, index),
                    }
                }
            }
            Operation::Transaction => line(&mut finding, request, &told.body.value(), index),
            Operation::ExportStatement => {
                for item in exported(&told.body.value()) {
                    line(&mut finding, request, &item, index);
                }
            }
            _ => {}
        }
    }
    finding
}

/// The lines of JSON Lines; of one line the history has made JSON already. CSV tells no more, and is left out.
fn exported(body: &Value) -> Vec<Value> {
    match body.as_str() {
        Some(text) => text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect(),
        None if body.is_object() => vec![body.clone()],
        None => Vec::new(),
    }
}

fn transfer(finding: &mut Finding, request: &Request, told: &Value, index: &Index<'_>) {
    let kept = id(&told["id"]).and_then(|id| index.transfers.get(&id));
    let wrong = match kept {
        None => Some(format!("{told} is not there")),
        Some(kept) => differs_from_receipt(kept, told),
    };
    finding.expect(wrong.is_none(), || {
        format!("line {}: {}", request.line, wrong.unwrap_or_default())
    });
}

fn line(finding: &mut Finding, request: &Request, told: &Value, index: &Index<'_>) {
    let kept = id(&told["transfer_id"]).and_then(|id| index.transfers.get(&id));
    let is_true = kept.is_some_and(|kept| is_line_of(kept, request, told).unwrap_or(false));
    finding.expect(is_true, || {
        format!(
            "line {}: {told} was told and is kept as {kept:?}",
            request.line
        )
    });
}

/// Whether the line tells of an entry of this transfer; `None`: it is no line at all.
fn is_line_of(kept: &Transfer, request: &Request, told: &Value) -> Option<bool> {
    let currency = told["currency"].as_str()?;
    let own = AccountKey {
        purpose: told["account"].as_str()?.parse().ok()?,
        ..AccountKey::available(request.sent.who?.into(), currency.parse().ok()?)
    };
    let own = own.id().uuid();
    let sign = if told["type"] == "debit" { -1 } else { 1 };
    let moved = sign * amount(&told["amount"], currency)?;
    let balance_after = amount(&told["balance_after"], currency)?;
    let sequence = told["sequence"].as_i64()?;
    let is_it = |entry: &Entry| {
        (
            entry.account,
            entry.amount,
            entry.sequence,
            entry.balance_after,
        ) == (own, moved, sequence, balance_after)
    };
    Some(
        kept.entries.iter().any(is_it)
            && told["category"] == kept.category
            && instant(&told["created_at"]) == Some(kept.posted_at),
    )
}

/// Beside its currency, or as an amount of its own.
fn amount(told: &Value, currency: &str) -> Option<i64> {
    minor(told.as_str().or(told["amount"].as_str())?, currency)
}

fn id(told: &Value) -> Option<Uuid> {
    told.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::history::Operation;
    use crate::reconcile::testing::{Case, blames};
    use serde_json::{Value, json};

    fn line(case: &Case) -> Value {
        let gift = &case.kept.transfers[0];
        json!({
            "transfer_id": gift.id, "currency": "WISE", "account": "available", "sequence": 1,
            "type": "credit", "amount": { "amount": "7", "currency": "WISE" },
            "balance_after": { "amount": "7", "currency": "WISE" }, "category": "bonus",
            "created_at": gift.posted_at,
        })
    }

    #[test]
    fn a_line_that_is_not_in_the_books_is_found() {
        for (name, wrong) in [
            ("sequence", json!(2)),
            ("amount", json!("8")),
            ("type", json!("debit")),
            ("balance_after", json!("8")),
            ("category", json!("win")),
            ("transfer_id", json!(uuid::Uuid::nil())),
            ("created_at", json!("2020-01-01T00:00:00Z")),
        ] {
            let mut case = Case::two_gifts();
            let mut told = line(&case);
            case.read(
                Operation::Statement,
                "/v1/me/transactions",
                json!({ "items": [told] }),
            );
            assert_eq!(blames(check, &case), 0);
            told[name] = wrong;
            case.read(
                Operation::Transaction,
                "/v1/me/wallets/WISE/transactions/1",
                told,
            );
            assert_eq!(blames(check, &case), 1, "{name}");
        }
    }

    #[test]
    fn an_exported_line_that_is_not_in_the_books_is_found() {
        let mut case = Case::two_gifts();
        let mut told = line(&case);
        told["amount"] = json!("7");
        told["balance_after"] = json!("7");
        let right = told.to_string();
        told["sequence"] = json!(5);
        let text = format!("{right}\n{told}\n");
        case.read(
            Operation::ExportStatement,
            "/v1/me/transactions/export",
            json!(text),
        );
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn a_transfer_that_is_not_in_the_books_is_found() {
        let mut case = Case::two_gifts();
        let mut told = case.reply(0);
        case.read(
            Operation::GetTransfer,
            "/v1/ledger/transfers/x",
            told.clone(),
        );
        assert_eq!(blames(check, &case), 0);
        told["id"] = json!(uuid::Uuid::nil());
        case.read(
            Operation::FindTransfer,
            "/v1/ledger/transfers",
            json!({ "items": [told] }),
        );
        assert_eq!(blames(check, &case), 1);
    }
}
