use super::{TransactionError, TransactionKey};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Ports, Settings};
use ludger_domain::ids::UserId;
use ludger_domain::money::Currencies;
use ludger_ports::read::Wallets;
use ludger_ports::{Changes, Clock, Store};
use std::sync::Arc;

/// Hides a transaction from its owner's own statement. The ledger keeps it.
pub struct HideTransaction {
    store: Arc<dyn Store>,
    wallets: Arc<dyn Wallets>,
    clock: Arc<dyn Clock>,
    currencies: Currencies,
}

impl HideTransaction {
    /// Takes what it needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            store: ports.store.clone(),
            wallets: ports.wallets.clone(),
            clock: ports.clock.clone(),
            currencies: settings.currencies.clone(),
        }
    }

    /// Hides it. One that is hidden stays as it is.
    pub async fn hide(&self, user: UserId, key: &TransactionKey) -> Result<(), TransactionError> {
        let account = key.account(user, &self.currencies)?;
        retry_stale(async || {
            let found = self.wallets.transaction(account, key.sequence).await;
            let transaction = found
                .map_err(Attempt::outage)?
                .ok_or(TransactionError::NotFound)?;
            if transaction.deleted_at.is_some() {
                return Ok(());
            }
            let now = self.clock.now();
            let changes = Changes::at(now).hide_transaction(account, key.sequence, now);
            self.store
                .commit(changes)
                .await
                .map(drop)
                .map_err(Attempt::rejected)
        })
        .await
    }
}

impl Rejected for TransactionError {}
