use crate::state::State;
use jiff::Timestamp;
use ludger_domain::ids::AccountId;
use ludger_domain::ledger::{AccountKey, AccountState, Refusal};

impl State {
    /// What is hidden already stays hidden since then.
    pub(super) fn hide(&mut self, entry: (AccountId, i64), at: Timestamp) {
        if !self.hidden.contains_key(&entry) {
            self.hidden.put(entry, at);
        }
    }

    pub(super) fn set_floor(
        &mut self,
        account: AccountKey,
        floor: Option<i64>,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let id = account.id();
        let state = self
            .accounts
            .get(&id)
            .copied()
            .unwrap_or(AccountState::opened(account, at));
        self.accounts.put(id, state.with_floor(floor)?);
        Ok(())
    }
}
