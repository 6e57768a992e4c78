use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Email, Forbidden, Permission};
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// An admin takes somebody off the list of those who may register.
pub struct RemoveAllowed {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why the list is as it was.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RemoveAllowedError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Nobody on the list has this address.
    #[error("nobody on the list has this address")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RemoveAllowedError {}

impl RemoveAllowed {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Whoever has this address, in any spelling, may not register any more. Who has an account keeps it.
    ///
    /// # Errors
    /// See [`RemoveAllowedError`].
    pub async fn run(&self, caller: &Caller, email: &str) -> Result<(), RemoveAllowedError> {
        caller.principal.must(Permission::UsersManage)?;
        let key = Email::key_of(email);
        retry_stale(async || {
            let listed = self.users.allowed(&key).await.map_err(Attempt::outage)?;
            let listed = listed.ok_or(RemoveAllowedError::NotFound)?;
            let now = self.clock.now();
            let record = caller.record(AuditAction::AllowListRemove, &*self.ids, now);
            let record = record.with(json!({ "email_sha256": listed.email.digest() }));
            let changes = Changes::at(now).disallow(key.clone()).audit(record);
            let committed = self.store.commit(changes).await;
            committed.map(|_| ()).map_err(Attempt::rejected)
        })
        .await
    }
}
