//! I1: the entries of a transfer sum to zero in each currency, and so does every trial balance that was told.

use crate::history::Operation;
use crate::reconcile::{Evidence, Finding, Index};
use std::collections::BTreeMap;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I1 the entries of a transfer sum to zero in each currency");
    for transfer in &evidence.kept.transfers {
        let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
        for entry in &transfer.entries {
            *sums.entry(&entry.currency).or_default() += i128::from(entry.amount);
            let account = index.accounts.get(&entry.account);
            let fits = account.is_some_and(|account| account.currency == entry.currency);
            finding.expect(fits, || {
                let (account, currency) = (entry.account, &entry.currency);
                format!(
                    "transfer {}: account {account} has no {currency}",
                    transfer.id
                )
            });
        }
        let is_one = transfer.entries.len() >= 2 && sums.values().all(|sum| *sum == 0);
        finding.expect(is_one, || {
            format!(
                "transfer {}: its {} entries sum to {sums:?}",
                transfer.id,
                transfer.entries.len()
            )
        });
    }
    let strays = &evidence.kept.strays;
    finding.expect(strays.is_empty(), || {
        format!("entries without their transfers: {strays:?}")
    });
    for request in &evidence.told.requests {
        let told = request
            .acknowledged()
            .filter(|_| request.sent.operation == Operation::TrialBalance);
        let told = told.map(|told| told.body.value()).unwrap_or_default();
        for sum in told["items"].as_array().into_iter().flatten() {
            let difference = sum["difference"].as_str().unwrap_or_default();
            let is_zero =
                !difference.is_empty() && difference.chars().all(|c| matches!(c, '0' | '.'));
            finding.expect(is_zero, || {
                format!("line {}: a trial balance told {sum}", request.line)
            });
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::history::Operation;
    use crate::reconcile::testing::{Case, blames};
    use serde_json::json;

    #[test]
    fn an_unbalanced_transfer_is_found() {
        let mut case = Case::two_gifts();
        assert_eq!(blames(check, &case), 0);
        case.kept.transfers[1].entries[1].amount += 1;
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn an_entry_in_another_currency_or_without_transfer_is_found() {
        let mut case = Case::two_gifts();
        for entry in &mut case.kept.transfers[0].entries {
            entry.currency = "INR".to_owned();
        }
        case.kept.strays.push(uuid::Uuid::from_u128(99));
        assert_eq!(blames(check, &case), 3);
    }

    #[test]
    fn a_trial_balance_that_does_not_balance_is_found() {
        let mut case = Case::two_gifts();
        let sums = |difference: &str| json!({ "items": [{ "difference": difference }] });
        case.read(
            Operation::TrialBalance,
            "/v1/ledger/trial-balance",
            sums("0.00"),
        );
        assert_eq!(blames(check, &case), 0);
        case.read(
            Operation::TrialBalance,
            "/v1/ledger/trial-balance",
            sums("0.01"),
        );
        assert_eq!(blames(check, &case), 1);
    }
}
