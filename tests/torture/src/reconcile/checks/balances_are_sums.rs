//! I2: what an account says is the sum of its entries, added up in more bits than the ledger has.

use crate::reconcile::{Evidence, Finding, Index};
use std::collections::HashMap;
use uuid::Uuid;

pub(crate) fn check(evidence: &Evidence, index: &Index<'_>) -> Finding {
    let mut finding = Finding::of("I2 the balance of every account is the sum of its entries");
    let mut sums: HashMap<Uuid, i128> = HashMap::new();
    for entry in evidence
        .kept
        .transfers
        .iter()
        .flat_map(|transfer| &transfer.entries)
    {
        *sums.entry(entry.account).or_default() += i128::from(entry.amount);
    }
    for account in &evidence.kept.accounts {
        let sum = sums.get(&account.id).copied().unwrap_or_default();
        finding.expect(sum == i128::from(account.balance), || {
            let (id, purpose, currency) = (account.id, &account.purpose, &account.currency);
            format!(
                "account {id} ({purpose}, {currency}) says {}, its entries {sum}",
                account.balance
            )
        });
    }
    for account in sums.keys().filter(|id| !index.accounts.contains_key(id)) {
        finding.blame(format!("account {account} has entries and is not there"));
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::reconcile::testing::{Case, blames};

    #[test]
    fn a_wrong_balance_is_found() {
        let mut case = Case::two_gifts();
        assert_eq!(blames(check, &case), 0);
        case.kept.accounts[0].balance -= 1;
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn a_sum_that_wrapped_is_found() {
        let mut case = Case::two_gifts();
        let account = case.kept.transfers[0].entries[0].account;
        let mut balance = 0_i64;
        for transfer in &mut case.kept.transfers {
            transfer.entries[0].amount = i64::MIN;
            balance = balance.wrapping_add(i64::MIN);
        }
        let wrapped = case.kept.accounts.iter_mut().find(|a| a.id == account);
        wrapped.unwrap().balance = balance;
        assert_eq!(blames(check, &case), 1);
    }

    #[test]
    fn an_account_that_is_gone_is_found() {
        let mut case = Case::two_gifts();
        case.kept.accounts.remove(0);
        assert_eq!(blames(check, &case), 1);
    }
}
