use super::table;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// An admin brings a list of those who may register.
pub struct ImportAllowed {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why nobody was put on the list.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ImportAllowedError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// More than [`BYTES_MAX`](super::BYTES_MAX) bytes.
    #[error("the file is too large")]
    TooLarge,
    /// Everything that is wrong with its lines.
    #[error("the file is not valid")]
    Invalid(#[from] Faults),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ImportAllowedError {}

impl ImportAllowed {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Puts everybody in a table of `name,email,level` on the list, in one commit, and gives how many they are. Who stands
    /// on it already is on it as the table has them; the others stay.
    ///
    /// # Errors
    /// See [`ImportAllowedError`]. Then the list is as it was; after an unknown outcome it may be brought again.
    pub async fn run(&self, caller: &Caller, text: &str) -> Result<usize, ImportAllowedError> {
        caller.principal.must(Permission::UsersManage)?;
        if text.len() > table::BYTES_MAX {
            return Err(ImportAllowedError::TooLarge);
        }
        let all = table::read(text)?;
        retry_stale(async || {
            let now = self.clock.now();
            let record = caller.record(AuditAction::AllowListImport, &*self.ids, now);
            let record = record.with(json!({ "lines": all.len() }));
            let changes = all.iter().cloned().fold(Changes::at(now), Changes::allow);
            let committed = self.store.commit(changes.audit(record)).await;
            committed.map(|_| all.len()).map_err(Attempt::rejected)
        })
        .await
    }
}
