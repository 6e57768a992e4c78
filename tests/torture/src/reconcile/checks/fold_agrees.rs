//! I15: the domain's own fold, run over all transfers in an order that explains their numbers, gives the results that
//! are kept (and told: see I4).

use crate::reconcile::kept::Transfer;
use crate::reconcile::restored::{key, restored};
use crate::reconcile::{Evidence, Finding, Index};
use ludger_domain::ledger::{AccountState, Books};
use std::collections::HashMap;
use uuid::Uuid;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding =
        Finding::of("I15 replaying the ledger through the domain's fold gives the same results");
    let mut books = Books::default();
    for account in &evidence.kept.accounts {
        match key(account) {
            Ok(key) => books.load(AccountState {
                floor: account.floor,
                ..AccountState::opened(key, jiff::Timestamp::UNIX_EPOCH)
            }),
            Err(error) => finding.blame(error.to_string()),
        }
    }
    let order = in_order(&evidence.kept.transfers);
    let missing = evidence.kept.transfers.len() - order.len();
    finding.expect(missing == 0, || {
        format!("no order explains the numbers of {missing} transfers")
    });
    for row in order {
        let replayed = restored(row, index)
            .map_err(|error| error.to_string())
            .and_then(|one| match books.post(&one.transfer, row.posted_at) {
                Ok(posted) if posted == one.posted => Ok(()),
                Ok(posted) => Err(format!("{posted:?} instead of {:?}", one.posted)),
                Err(refusal) => Err(refusal.to_string()),
            });
        finding.expect(replayed.is_ok(), || {
            format!(
                "transfer {}: the fold says {}",
                row.id,
                replayed.err().unwrap_or_default()
            )
        });
    }
    finding
}

/// All transfers, each behind those that it follows: on each of its accounts, in its chain, and what it undoes. What
/// follows something that is not there, or itself, is left out.
fn in_order(transfers: &[Transfer]) -> Vec<&Transfer> {
    let mut at: HashMap<(Uuid, i64), usize> = HashMap::new();
    let mut by_id: HashMap<Uuid, usize> = HashMap::new();
    for (place, transfer) in transfers.iter().enumerate() {
        by_id.insert(transfer.id, place);
        for entry in &transfer.entries {
            at.insert((entry.account, entry.sequence), place);
        }
    }
    let mut waits_for = vec![0_usize; transfers.len()];
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); transfers.len()];
    for (place, transfer) in transfers.iter().enumerate() {
        let on_accounts = transfer.entries.iter().filter(|entry| entry.sequence > 1);
        let mut before: Vec<Option<usize>> = on_accounts
            .map(|entry| at.get(&(entry.account, entry.sequence - 1)).copied())
            .collect();
        before.extend(
            transfer
                .reverses
                .map(|original| by_id.get(&original).copied()),
        );
        let previous = place
            .checked_sub(1)
            .and_then(|previous| transfers.get(previous));
        if previous.is_some_and(|previous| previous.shard == transfer.shard) {
            before.push(Some(place - 1));
        }
        waits_for[place] = before.len();
        for one in before.into_iter().flatten() {
            followers[one].push(place);
        }
    }
    let mut ready: Vec<usize> = (0..transfers.len())
        .filter(|place| waits_for[*place] == 0)
        .collect();
    let mut order = Vec::with_capacity(transfers.len());
    while let Some(place) = ready.pop() {
        order.push(&transfers[place]);
        for follower in std::mem::take(&mut followers[place]) {
            waits_for[follower] -= 1;
            if waits_for[follower] == 0 {
                ready.push(follower);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};

    #[test]
    fn results_that_the_fold_does_not_give_are_found() {
        for change in [
            |case: &mut Case| case.kept.transfers[1].entries[1].balance_after += 1,
            |case: &mut Case| case.kept.transfers[1].entries[0].sequence = 5,
            |case: &mut Case| case.kept.transfers[1].entries[1].amount = 1,
            |case: &mut Case| case.account("mint").floor = Some(0),
        ] {
            let mut case = Case::two_gifts();
            assert_eq!(blames(check, &case), 0);
            change(&mut case);
            assert!(blames(check, &case) >= 1);
        }
    }

    #[test]
    fn spending_more_than_there_is_is_found() {
        let mut case = Case::two_gifts();
        let paid = case.pays(1, 5);
        assert_eq!(blames(check, &case), 0);
        // As if two had spent the same coins, each without the other's knowledge.
        let again = case.pays(1, 2);
        case.kept.transfers[again].entries = case.kept.transfers[paid].entries.clone();
        for entry in &mut case.kept.transfers[again].entries {
            entry.sequence += 1;
        }
        assert!(blames(check, &case) >= 1);
    }

    #[test]
    fn a_circle_is_found() {
        let mut case = Case::two_gifts();
        let (first, second) = (case.kept.transfers[0].id, case.kept.transfers[1].id);
        case.kept.transfers[0].reverses = Some(second);
        case.kept.transfers[1].reverses = Some(first);
        assert_eq!(blames(check, &case), 1);
    }
}
