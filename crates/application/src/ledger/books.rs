use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::{AccountId, UserId};
use ludger_domain::ledger::AccountState;
use ludger_ports::read::{Ledger, TrialBalance};
use ludger_ports::{Page, PageRequest};
use std::sync::Arc;

/// Shows the books as a whole to those who may read them.
pub struct ReadBooks {
    ledger: Arc<dyn Ledger>,
}

/// Why the books are not shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BooksError {
    /// Not this caller.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Nobody's fault.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ReadBooks {
    /// The most accounts of one page.
    pub const LIMIT_MAX: usize = 100;

    /// Takes what it needs.
    pub fn new(ports: &Ports) -> Self {
        Self {
            ledger: ports.ledger.clone(),
        }
    }

    /// All accounts, or those of one user. A limit out of 1 to [`Self::LIMIT_MAX`] is moved there.
    pub async fn accounts(
        &self,
        caller: &Caller,
        user: Option<UserId>,
        page: PageRequest<AccountId>,
    ) -> Result<Page<AccountState, AccountId>, BooksError> {
        caller.principal.must(Permission::LedgerRead)?;
        let page = PageRequest {
            limit: page.limit.clamp(1, Self::LIMIT_MAX),
            ..page
        };
        Ok(self
            .ledger
            .accounts(user, page)
            .await
            .map_err(Outage::from)?)
    }

    /// The sums of each currency, in one snapshot.
    pub async fn trial_balance(&self, caller: &Caller) -> Result<Vec<TrialBalance>, BooksError> {
        caller.principal.must(Permission::LedgerRead)?;
        Ok(self.ledger.trial_balance().await.map_err(Outage::from)?)
    }
}
