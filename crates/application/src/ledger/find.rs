use super::TransferView;
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::Reference;
use ludger_ports::read::Ledger;
use std::sync::Arc;

/// Shows any transfer to those who read the books, and to services that post.
pub struct FindTransfer {
    ledger: Arc<dyn Ledger>,
}

/// Why a transfer is not shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindError {
    /// Not this caller.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is none.
    #[error("there is no such transfer")]
    NotFound,
    /// Nobody's fault.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl FindTransfer {
    /// Takes what it needs.
    pub fn new(ports: &Ports) -> Self {
        Self {
            ledger: ports.ledger.clone(),
        }
    }

    /// The transfer of this id.
    pub async fn by_id(&self, caller: &Caller, id: TransferId) -> Result<TransferView, FindError> {
        may_read(caller)?;
        let found = self.ledger.transfer(id).await.map_err(Outage::from)?;
        found.map(TransferView::from).ok_or(FindError::NotFound)
    }

    /// The transfer that has this reference.
    pub async fn by_reference(
        &self,
        caller: &Caller,
        reference: &str,
    ) -> Result<TransferView, FindError> {
        may_read(caller)?;
        // What cannot be a reference is the reference of nothing.
        let reference =
            Reference::try_from(reference.to_owned()).map_err(|_| FindError::NotFound)?;
        let found = self
            .ledger
            .by_reference(&reference)
            .await
            .map_err(Outage::from)?;
        found.map(TransferView::from).ok_or(FindError::NotFound)
    }
}

fn may_read(caller: &Caller) -> Result<(), Forbidden> {
    if caller.principal.may(Permission::LedgerTransfer) {
        return Ok(());
    }
    caller.principal.must(Permission::LedgerRead)
}
