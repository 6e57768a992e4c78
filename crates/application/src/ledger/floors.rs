use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Outage, Ports};
use ludger_domain::ledger::{AccountKey, Refusal};
use ludger_domain::money::CurrencyCode;
use ludger_ports::read::{BooksRequest, Ledger};
use ludger_ports::{Changes, Clock, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Sets how far the house may go, as the configuration says it.
pub struct SetHouseFloors {
    store: Arc<dyn Store>,
    ledger: Arc<dyn Ledger>,
    clock: Arc<dyn Clock>,
}

/// Why the floors stay as they are, all of them.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FloorsError {
    /// A house stands below its new floor: it has less than it would have to keep.
    #[error(transparent)]
    Refused(Refusal),
    /// Nobody's fault.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl SetHouseFloors {
    /// Takes what it needs.
    pub fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            ledger: ports.ledger.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// Sets the floor of the house in each of these currencies, in minor units; a house that may lose 1,000.00 has the
    /// floor -100,000. The answer is what changed; when nothing does, nothing is written.
    pub async fn set(
        &self,
        floors: &BTreeMap<CurrencyCode, i64>,
    ) -> Result<BTreeMap<CurrencyCode, i64>, FloorsError> {
        retry_stale(async || {
            let new = self.new_ones(floors).await?;
            if new.is_empty() {
                return Ok(new);
            }
            let changes = new.iter().fold(
                Changes::at(self.clock.now()),
                |changes, (currency, floor)| {
                    changes.set_floor(AccountKey::house(*currency), Some(*floor))
                },
            );
            self.store
                .commit(changes)
                .await
                .map(|_| new)
                .map_err(Attempt::rejected)
        })
        .await
    }

    /// Those that are not so yet.
    async fn new_ones(
        &self,
        floors: &BTreeMap<CurrencyCode, i64>,
    ) -> Result<BTreeMap<CurrencyCode, i64>, FloorsError> {
        let accounts = floors
            .keys()
            .map(|currency| AccountKey::house(*currency).id())
            .collect();
        let request = BooksRequest {
            accounts,
            ..BooksRequest::default()
        };
        let books = self.ledger.books(&request).await.map_err(Outage::from)?;
        let floor_of = |currency| books.account(AccountKey::house(currency).id())?.floor;
        let differs =
            |(currency, floor): &(&CurrencyCode, &i64)| floor_of(**currency) != Some(**floor);
        Ok(floors
            .iter()
            .filter(differs)
            .map(|(currency, floor)| (*currency, *floor))
            .collect())
    }
}

impl Rejected for FloorsError {
    fn refused(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
