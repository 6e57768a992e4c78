//! I8 along each account: numbers 1, 2, 3, …, each balance the one before plus the entry, and times that do not go
//! back.

use crate::reconcile::kept::Entry;
use crate::reconcile::{Evidence, Finding, Index};
use std::collections::HashMap;
use uuid::Uuid;

pub(crate) fn check(evidence: &Evidence, _: &Index<'_>) -> Finding {
    let mut finding =
        Finding::of("I8 per account the sequence is 1, 2, 3, … and balances are chained");
    let mut lines: HashMap<Uuid, Vec<(&Entry, Uuid)>> = HashMap::new();
    for transfer in &evidence.kept.transfers {
        for entry in &transfer.entries {
            lines
                .entry(entry.account)
                .or_default()
                .push((entry, transfer.id));
            finding.expect(entry.posted_at == transfer.posted_at, || {
                format!("transfer {}: an entry has another time", transfer.id)
            });
        }
    }
    for account in &evidence.kept.accounts {
        let mut own = lines.remove(&account.id).unwrap_or_default();
        own.sort_unstable_by_key(|(entry, _)| entry.sequence);
        let (mut sequence, mut balance, mut at) = (0, 0_i64, jiff::Timestamp::MIN);
        for (entry, transfer) in own {
            let follows = entry.sequence == sequence + 1
                && balance.checked_add(entry.amount) == Some(entry.balance_after)
                && at <= entry.posted_at;
            finding.expect(follows, || {
                let before = (sequence, balance, at);
                format!(
                    "account {}: {entry:?} of transfer {transfer} does not follow {before:?}",
                    account.id
                )
            });
            (sequence, balance, at) = (entry.sequence, entry.balance_after, entry.posted_at);
        }
        let ends = (sequence, balance) == (account.sequence, account.balance);
        finding.expect(ends, || {
            let (says, told) = ((account.sequence, account.balance), (sequence, balance));
            format!(
                "account {} says {says:?}, its last entry {told:?}",
                account.id
            )
        });
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};

    #[test]
    fn broken_accounts_are_found() {
        for change in [
            |case: &mut Case| case.kept.transfers[1].entries[0].sequence = 3,
            |case: &mut Case| case.kept.transfers[1].entries[0].sequence = 1,
            |case: &mut Case| case.kept.transfers[1].entries[0].balance_after += 1,
            |case: &mut Case| case.kept.accounts[0].sequence += 1,
            |case: &mut Case| {
                let early = "2020-01-01T00:00:00Z".parse().unwrap();
                case.kept.transfers[1].posted_at = early;
                for entry in &mut case.kept.transfers[1].entries {
                    entry.posted_at = early;
                }
            },
        ] {
            let mut case = Case::two_gifts();
            assert_eq!(blames(check, &case), 0);
            change(&mut case);
            assert!(blames(check, &case) >= 1);
        }
    }
}
