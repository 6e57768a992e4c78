//! I15 for refusals: who was told that the funds do not suffice was told what the account really had, at some moment
//! between question and answer; and it was too little.

use crate::history::Operation;
use crate::reconcile::timeline::{Timeline, timelines};
use crate::reconcile::wish::minor;
use crate::reconcile::{Evidence, Finding, Index};
use ludger_domain::ledger::{AccountKey, Owner};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding =
        Finding::of("I15 whoever was refused for lack of funds was told what there was");
    let timelines: HashMap<Uuid, Timeline> = timelines(index, &evidence.kept.transfers);
    let empty = Timeline::default();
    for request in &evidence.told.requests {
        // Inside a batch, balances can be told that were never there for others.
        let is_single = matches!(
            request.sent.operation,
            Operation::Transfer
                | Operation::Adjustment
                | Operation::Reversal
                | Operation::Rehearsal
        );
        let Some(told) = request.answered().filter(|_| is_single) else {
            continue;
        };
        if request.code().as_deref() != Some("insufficient_funds") {
            continue;
        }
        let Some((account, available, required)) = funds(&told.body.value()) else {
            finding.blame(format!(
                "line {}: {} tells no funds",
                request.line, told.body
            ));
            continue;
        };
        let floor = index
            .accounts
            .get(&account)
            .and_then(|account| account.floor);
        let timeline = timelines.get(&account).unwrap_or(&empty);
        let balance = available.saturating_add(floor.unwrap_or_default());
        let was_there = timeline.can_have_had(balance, (request.sent.at_us, told.at_us));
        finding.expect(was_there && available < required, || {
            format!(
                "line {}: account {account} did not have that: {}",
                request.line, told.body
            )
        });
    }
    finding
}

/// The account (`user/<id>/available/INR`, `system/house/INR`), what it had and what it takes.
fn funds(problem: &Value) -> Option<(Uuid, i64, i64)> {
    let account = problem["account"].as_str()?;
    let (owner, currency) = account.rsplit_once('/')?;
    let key = if let Some(purpose) = owner.strip_prefix("system/") {
        AccountKey::system(purpose.parse().ok()?, currency.parse().ok()?)
    } else {
        let (user, purpose) = owner.strip_prefix("user/")?.split_once('/')?;
        AccountKey {
            owner: Owner::User(user.parse().ok()?),
            purpose: purpose.parse().ok()?,
            currency: currency.parse().ok()?,
        }
    };
    let amount = |name: &str| minor(problem[name]["amount"].as_str()?, currency);
    Some((key.id().uuid(), amount("available")?, amount("required")?))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::history::Operation;
    use crate::reconcile::testing::{Case, blames};
    use serde_json::json;

    #[test]
    fn a_refusal_that_was_not_due_is_found() {
        for (available, required, expected) in
            [("7", "8", 0), ("6", "8", 1), ("7", "7", 1), ("0", "8", 1)]
        {
            let mut case = Case::two_gifts();
            let amount = |amount: &str| json!({ "amount": amount, "currency": "WISE" });
            let problem = json!({
                "code": "insufficient_funds",
                "account": format!("user/{}/available/WISE", Case::user(1)),
                "available": amount(available),
                "required": amount(required),
            });
            let refused = case.ask(
                Operation::Transfer,
                "/v1/ledger/transfers",
                json!({}),
                problem,
            );
            case.answer(refused).status = 422;
            assert_eq!(blames(check, &case), expected, "{available} {required}");
        }
    }

    #[test]
    fn a_refusal_without_its_reason_is_found() {
        let mut case = Case::two_gifts();
        let problem = json!({ "code": "insufficient_funds" });
        let refused = case.ask(
            Operation::Transfer,
            "/v1/ledger/transfers",
            json!({}),
            problem,
        );
        case.answer(refused).status = 422;
        assert_eq!(blames(check, &case), 1);
    }
}
