use super::ManageUserError;
use crate::retry::{Attempt, retry_stale};
use crate::{Caller, Ports};
use ludger_domain::accounts::{AuditAction, Permission};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// An admin ends all sessions of somebody.
pub struct SignOutUser {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl SignOutUser {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Ends every session of the user; they can sign in again. API tokens stay.
    ///
    /// # Errors
    /// See [`ManageUserError`]. After an unknown outcome it may be asked for again.
    pub async fn run(&self, caller: &Caller, id: UserId) -> Result<(), ManageUserError> {
        caller.principal.must(Permission::UsersManage)?;
        retry_stale(async || {
            let found = self.users.find(id).await.map_err(Attempt::outage)?;
            found.ok_or(ManageUserError::NotFound)?;
            let now = self.clock.now();
            let record = caller.record(AuditAction::SessionRevoke, &*self.ids, now);
            let record = record.on("user", id).with(json!({ "all_but": null }));
            let changes = Changes::at(now)
                .revoke_auth_sessions(id, None, now)
                .audit(record);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
