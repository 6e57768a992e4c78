use super::{behind, page, verify};
use crate::MemoryStore;
use crate::state::{State, Stored};
use async_trait::async_trait;
use ludger_domain::ids::{AccountId, HoldId, TransferId, UserId};
use ludger_domain::ledger::{AccountState, Books, Hold, Owner, Reference};
use ludger_ports::read::{BooksRequest, Ledger, PostedTransfer, TrialBalance, Verification};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::collections::BTreeMap;

#[async_trait]
impl Ledger for MemoryStore {
    async fn transfer(&self, id: TransferId) -> Result<Option<PostedTransfer>, Unavailable> {
        Ok(self.read(|state| posted_transfer(state, id)))
    }

    async fn by_reference(
        &self,
        reference: &Reference,
    ) -> Result<Option<PostedTransfer>, Unavailable> {
        Ok(self.read(|state| posted_transfer(state, *state.references.get(reference)?)))
    }

    async fn hold(&self, id: HoldId) -> Result<Option<Hold>, Unavailable> {
        Ok(self.read(|state| state.holds.get(&id).copied()))
    }

    async fn books(&self, request: &BooksRequest) -> Result<Books, Unavailable> {
        Ok(self.read(|state| state.books(request)))
    }

    async fn accounts(
        &self,
        user: Option<UserId>,
        request: PageRequest<AccountId>,
    ) -> Result<Page<AccountState, AccountId>, Unavailable> {
        let is_wanted =
            |account: &AccountState| user.is_none_or(|user| account.key.owner == Owner::User(user));
        Ok(self.read(|state| {
            let accounts = state
                .accounts
                .range(behind(request.after))
                .map(|(_, account)| *account);
            page(accounts.filter(is_wanted), request.limit, |account| {
                account.key.id()
            })
        }))
    }

    async fn trial_balance(&self) -> Result<Vec<TrialBalance>, Unavailable> {
        Ok(self.read(trial_balance))
    }

    async fn verify(&self, discrepancies_max: usize) -> Result<Verification, Unavailable> {
        Ok(self.read(|state| verify::verify(state, discrepancies_max)))
    }
}

fn posted_transfer(state: &State, id: TransferId) -> Option<PostedTransfer> {
    let Stored {
        transfer,
        posted,
        sealed,
    } = state.transfers.get(&id)?.clone();
    Some(PostedTransfer {
        transfer,
        posted,
        sealed,
        reversed_by: state.reversals.get(&id).copied(),
    })
}

fn trial_balance(state: &State) -> Vec<TrialBalance> {
    let mut sums = BTreeMap::new();
    for account in state.accounts.values() {
        let currency = account.key.currency;
        let sum = sums.entry(currency).or_insert(TrialBalance {
            currency,
            credit: 0,
            debit: 0,
            accounts: 0,
        });
        let balance = i128::from(account.balance);
        sum.credit += balance.max(0);
        sum.debit += (-balance).max(0);
        sum.accounts += 1;
    }
    sums.into_values().collect()
}
