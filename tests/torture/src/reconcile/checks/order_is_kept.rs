//! I9: what was acknowledged before another was sent comes first, on every account and in every chain; and who reads a
//! wallet sees all that was acknowledged before.

use crate::history::{Body, Operation};
use crate::reconcile::timeline::{Span, Timeline, span, timelines};
use crate::reconcile::wish::minor;
use crate::reconcile::{Evidence, Finding, Index};
use ludger_domain::ledger::AccountKey;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A transfer in a line: its place, when it happened, and which it is.
type Step = (i64, Span, Uuid);

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I9 what was acknowledged before another was sent comes first");
    let mut accounts: HashMap<Uuid, Vec<Step>> = HashMap::new();
    let mut chains: BTreeMap<i16, Vec<Step>> = BTreeMap::new();
    for transfer in &evidence.kept.transfers {
        let Some(span) = span(index, transfer) else {
            continue;
        };
        for entry in &transfer.entries {
            let step = (entry.sequence, span, transfer.id);
            accounts.entry(entry.account).or_default().push(step);
        }
        let step = (transfer.position, span, transfer.id);
        chains.entry(transfer.shard).or_default().push(step);
    }
    for steps in accounts.values_mut().chain(chains.values_mut()) {
        in_order(&mut finding, steps);
    }
    let timelines = timelines(index, &evidence.kept.transfers);
    wallets(&mut finding, evidence, &timelines);
    finding
}

/// Nothing stands behind what was sent after it was acknowledged.
fn in_order(finding: &mut Finding, steps: &mut [Step]) {
    steps.sort_unstable_by_key(|(place, ..)| *place);
    let mut latest: Option<(u64, Uuid)> = None;
    for (_, span, id) in steps {
        let late = latest.filter(|(sent_us, _)| {
            span.acknowledged_us
                .is_some_and(|acknowledged| acknowledged < *sent_us)
        });
        finding.expect(late.is_none(), || {
            let before = late.map(|(_, before)| before);
            format!("transfer {id} was acknowledged before {before:?} was sent, and comes after it")
        });
        if latest.is_none_or(|(sent_us, _)| sent_us < span.sent_us) {
            latest = Some((span.sent_us, *id));
        }
    }
}

/// What wallets told is what they can have had between question and answer.
fn wallets(finding: &mut Finding, evidence: &Evidence, timelines: &HashMap<Uuid, Timeline>) {
    let empty = Timeline::default();
    for request in &evidence.told.requests {
        let (Some(who), Some(told)) = (request.sent.who, request.acknowledged()) else {
            continue;
        };
        let wallets = match request.sent.operation {
            Operation::Wallet => vec![told.body.value()],
            Operation::Wallets => items(&told.body),
            _ => continue,
        };
        for wallet in wallets {
            let Some((account, balance)) = available(who, &wallet) else {
                finding.blame(format!("line {}: {wallet} is no wallet", request.line));
                continue;
            };
            let timeline = timelines.get(&account).unwrap_or(&empty);
            let can = timeline.can_have_had(balance, (request.sent.at_us, told.at_us));
            finding.expect(can, || {
                format!(
                    "line {}: {wallet} was told, which account {account} did not have then",
                    request.line
                )
            });
        }
    }
}

fn items(told: &Body) -> Vec<Value> {
    match told.value()["items"].take() {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

fn available(who: Uuid, wallet: &Value) -> Option<(Uuid, i64)> {
    let currency = wallet["currency"].as_str()?;
    let account = AccountKey::available(who.into(), currency.parse().ok()?);
    let balance = minor(wallet["available"]["amount"].as_str()?, currency)?;
    Some((account.id().uuid(), balance))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::history::Operation;
    use crate::reconcile::testing::{Case, blames};
    use serde_json::json;

    #[test]
    fn what_comes_too_late_is_found() {
        let mut case = Case::two_gifts();
        assert_eq!(blames(check, &case), 0);
        // Now the second gift was acknowledged before the first one was sent.
        case.told.requests[1].sent.at_us = 1;
        case.answer(1).at_us = 2;
        assert_eq!(blames(check, &case), 2, "on the mint, and in the chain");
    }

    #[test]
    fn a_stale_wallet_is_found() {
        let mut case = Case::two_gifts();
        let wallet = |amount: &str| {
            let amount = json!({ "amount": amount, "currency": "WISE" });
            json!({ "currency": "WISE", "available": amount })
        };
        case.read(Operation::Wallet, "/v1/me/wallets/WISE", wallet("7"));
        assert_eq!(blames(check, &case), 0);
        case.read(Operation::Wallet, "/v1/me/wallets/WISE", wallet("0"));
        assert_eq!(blames(check, &case), 1, "the gift is missing");
        case.read(
            Operation::Wallets,
            "/v1/me/wallets",
            json!({ "items": [wallet("8")] }),
        );
        assert_eq!(blames(check, &case), 2, "it never had that");
    }
}
