//! What requests ask of the ledger, read from the history by code of its own: amounts are read again here, so that a
//! mistake of the product's parser is not made twice.

use crate::history::{Operation, Request};
use ludger_domain::ids::UserId;
use ludger_domain::ledger::{AccountKey, Purpose};
use serde_json::Value;
use uuid::Uuid;

/// A transfer that is asked for, and the mark by which its effect is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) mark: String,
    /// Its place in a batch.
    pub(crate) index: usize,
    /// `None`: it is no transfer, and must not become one.
    pub(crate) content: Option<Content>,
}

/// What the transfer has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// These entries under this category and reference.
    Entries {
        category: String,
        reference: Option<String>,
        /// Accounts and minor units, sorted.
        entries: Vec<(Uuid, i64)>,
    },
    /// The opposite of that transfer.
    Undo(Uuid),
}

/// What a request asks for; nothing, if it moves no value.
pub(crate) fn wishes(request: &Request) -> Vec<Wish> {
    if !matches!(
        request.sent.operation,
        Operation::Transfer
            | Operation::Rehearsal
            | Operation::Adjustment
            | Operation::Reversal
            | Operation::Batch
    ) {
        return Vec::new();
    }
    let body = &request.sent.body.value();
    let one = |mark: &Value, content| {
        let mark = mark.as_str().unwrap_or_default().to_owned();
        vec![Wish {
            mark,
            index: 0,
            content,
        }]
    };
    match request.sent.operation {
        Operation::Transfer | Operation::Rehearsal => {
            one(&body["metadata"]["mark"], of_transfer(body))
        }
        Operation::Adjustment => one(&body["reason"], of_adjustment(body)),
        Operation::Reversal => one(&body["reason"], of_reversal(&request.sent.path)),
        Operation::Batch => {
            let items = body["transfers"].as_array().into_iter().flatten();
            let wish = |(index, item): (usize, &Value)| Wish {
                mark: text(&item["metadata"]["mark"]).unwrap_or_default(),
                index,
                content: of_transfer(item),
            };
            items.enumerate().map(wish).collect()
        }
        _ => Vec::new(),
    }
}

fn of_transfer(body: &Value) -> Option<Content> {
    let entry = |entry: &Value| {
        let currency = entry["currency"].as_str()?;
        let account = account(&entry["account"], currency)?;
        Some((account, minor(entry["amount"].as_str()?, currency)?))
    };
    let entries = body["entries"].as_array()?.iter().map(entry);
    Some(Content::Entries {
        category: text(&body["category"])?,
        reference: text(&body["reference"]),
        entries: sorted(entries.collect::<Option<_>>()?),
    })
}

fn of_adjustment(body: &Value) -> Option<Content> {
    let currency = body["currency"].as_str()?;
    let amount = minor(body["amount"].as_str()?, currency)?;
    let user = AccountKey::available(body["user"].as_str()?.parse().ok()?, currency.parse().ok()?);
    let other = match currency {
        "WISE" | "INR" | "GEM" => "mint",
        _ => "clearing/adjustments",
    };
    let other = AccountKey::system(other.parse().ok()?, currency.parse().ok()?);
    let signed = match body["type"].as_str()? {
        "credit" => amount,
        _ => amount.checked_neg()?,
    };
    let entries = vec![
        (user.id().uuid(), signed),
        (other.id().uuid(), signed.checked_neg()?),
    ];
    Some(Content::Entries {
        category: "admin_adjustment".to_owned(),
        reference: None,
        entries: sorted(entries),
    })
}

fn of_reversal(path: &str) -> Option<Content> {
    let original = path.strip_prefix("/v1/admin/transfers/")?;
    let original = original.strip_suffix("/reversal")?.parse().ok()?;
    Some(Content::Undo(original))
}

/// The id of an account as the API writes it: `{"user": …}` or `{"system": …}`.
pub(crate) fn account(account: &Value, currency: &str) -> Option<Uuid> {
    let currency = currency.parse().ok()?;
    let key = match (account["user"].as_str(), account["system"].as_str()) {
        (Some(user), None) => {
            let purpose = account["purpose"].as_str().unwrap_or("available");
            AccountKey {
                purpose: purpose.parse::<Purpose>().ok()?,
                ..AccountKey::available(user.parse::<UserId>().ok()?, currency)
            }
        }
        (None, Some(purpose)) => AccountKey::system(purpose.parse().ok()?, currency),
        _ => return None,
    };
    Some(key.id().uuid())
}

/// Minor units of an amount as the API writes it.
pub(crate) fn minor(text: &str, currency: &str) -> Option<i64> {
    let scale: usize = match currency {
        "INR" | "USD" => 2,
        "USDC" => 6,
        _ => 0,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > scale {
        return None;
    }
    format!("{whole}{fraction:0<scale$}").parse().ok()
}

pub(crate) fn sorted(mut entries: Vec<(Uuid, i64)>) -> Vec<(Uuid, i64)> {
    entries.sort_unstable();
    entries
}

pub(crate) fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_written() {
        let table = [
            ("12.50", "INR", Some(1250)),
            ("-0.05", "INR", Some(-5)),
            ("7", "WISE", Some(7)),
            ("1.5", "USDC", Some(1_500_000)),
            ("9223372036854775807", "GEM", Some(i64::MAX)),
            ("9223372036854775808", "GEM", None),
            ("1.5", "WISE", None),
        ];
        for (text, currency, expected) in table {
            assert_eq!(minor(text, currency), expected, "{text} {currency}");
        }
    }
}
