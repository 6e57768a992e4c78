use crate::{Outage, Ports};
use ludger_ports::read::{Ledger, Verification};
use std::sync::Arc;

/// Recomputes the ledger, for the operator.
pub struct VerifyLedger {
    ledger: Arc<dyn Ledger>,
}

impl VerifyLedger {
    /// Takes what it needs.
    pub fn new(ports: &Ports) -> Self {
        Self {
            ledger: ports.ledger.clone(),
        }
    }

    /// Every hash, sequence and balance again, in one snapshot; tells up to `discrepancies_max` that do not fit.
    pub async fn verify(&self, discrepancies_max: usize) -> Result<Verification, Outage> {
        Ok(self.ledger.verify(discrepancies_max).await?)
    }
}
