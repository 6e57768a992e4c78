//! I3: no account is under its floor, nor ever was; and holds are consistent with what is held.

use crate::reconcile::{Evidence, Finding, Index};
use std::collections::HashMap;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I3 no account is under its floor, and holds are consistent");
    let kept = &evidence.kept;
    for account in &kept.accounts {
        let stands = account.floor.is_none_or(|floor| account.balance >= floor);
        finding.expect(stands, || {
            format!(
                "account {} is at {}, under its floor",
                account.id, account.balance
            )
        });
    }
    for transfer in &kept.transfers {
        for entry in transfer.entries.iter().filter(|entry| entry.amount < 0) {
            let floor = index
                .accounts
                .get(&entry.account)
                .and_then(|account| account.floor);
            let stood = floor.is_none_or(|floor| entry.balance_after >= floor);
            finding.expect(stood, || {
                let (account, after) = (entry.account, entry.balance_after);
                format!(
                    "transfer {} brought account {account} to {after}, under its floor",
                    transfer.id
                )
            });
        }
    }
    let mut held: HashMap<_, i128> = HashMap::new();
    for hold in &kept.holds {
        let left = i128::from(hold.amount) - i128::from(hold.captured) - i128::from(hold.released);
        finding.expect(left >= 0, || format!("hold {} has {left} left", hold.id));
        *held.entry((hold.user, &hold.currency)).or_default() += left;
    }
    for account in kept
        .accounts
        .iter()
        .filter(|account| account.purpose == "held")
    {
        let left = held
            .remove(&(account.owner, &account.currency))
            .unwrap_or_default();
        finding.expect(left == i128::from(account.balance), || {
            format!(
                "account {} holds {}, its holds {left}",
                account.id, account.balance
            )
        });
    }
    for ((user, currency), left) in held {
        finding.expect(left == 0, || {
            format!("user {user} has holds of {left} {currency} and no account")
        });
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::kept::Hold;
    use crate::reconcile::testing::{Case, blames};
    use uuid::Uuid;

    #[test]
    fn an_account_under_its_floor_is_found_now_and_then() {
        let mut case = Case::two_gifts();
        assert_eq!(blames(check, &case), 0);
        case.kept.accounts[0].floor = Some(case.kept.accounts[0].balance + 1);
        assert!(blames(check, &case) >= 1);

        let mut case = Case::two_gifts();
        let paid = case.pays(1, 5);
        assert_eq!(blames(check, &case), 0);
        case.kept.transfers[paid].entries[0].balance_after = -1;
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn holds_without_value_are_found() {
        let mut case = Case::two_gifts();
        let hold = Hold {
            id: Uuid::from_u128(5),
            user: Uuid::from_u128(6),
            currency: "WISE".to_owned(),
            amount: 10,
            captured: 4,
            released: 6,
        };
        case.kept.holds.push(hold.clone());
        assert_eq!(blames(check, &case), 0);
        case.kept.holds.push(Hold {
            captured: 5,
            ..hold.clone()
        });
        assert_eq!(blames(check, &case), 2);
        case.kept.holds[1].captured = 1;
        assert_eq!(blames(check, &case), 1);
    }
}
