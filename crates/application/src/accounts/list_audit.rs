use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditRecord, Forbidden, Permission};
use ludger_domain::ids::AuditId;
use ludger_ports::read::{Audit, AuditFilter};
use ludger_ports::{Page, PageRequest};
use std::sync::Arc;

/// Somebody who may looks at what was done.
pub struct ListAudit {
    audit: Arc<dyn Audit>,
}

/// Why there is nothing to see.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ListAuditError {
    /// It needs `audit.read`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ListAudit {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            audit: ports.audit.clone(),
        }
    }

    /// Records that fit, newest first.
    ///
    /// # Errors
    /// See [`ListAuditError`].
    pub async fn run(
        &self,
        caller: &Caller,
        filter: &AuditFilter,
        page: PageRequest<AuditId>,
    ) -> Result<Page<AuditRecord, AuditId>, ListAuditError> {
        caller.principal.must(Permission::AuditRead)?;
        Ok(self.audit.list(filter, page).await.map_err(Outage::from)?)
    }
}
