use super::ManageUserError;
use super::ways_in::WaysIn;
use crate::retry::{Attempt, retry_stale};
use crate::{Caller, Ports};
use ludger_domain::accounts::{AuditAction, Permission};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// An admin ends all sessions and API tokens of somebody.
pub struct SignOutUser {
    ways_in: WaysIn,
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl SignOutUser {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            ways_in: WaysIn::new(ports),
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Ends every session of the user, and revokes every API token; they can sign in again.
    ///
    /// # Errors
    /// See [`ManageUserError`]. After an unknown outcome it may be asked for again.
    pub async fn run(&self, caller: &Caller, id: UserId) -> Result<(), ManageUserError> {
        caller.principal.must(Permission::UsersManage)?;
        retry_stale(async || {
            let found = self.users.find(id).await.map_err(Attempt::outage)?;
            let user = found.ok_or(ManageUserError::NotFound)?;
            let now = self.clock.now();
            let record = |action| caller.record(action, &*self.ids, now);
            let all = record(AuditAction::SessionRevoke).on("user", id);
            let changes = Changes::at(now)
                .expect(Expectation::UserAt(id, user.version))
                .revoke_auth_sessions(id, None, now)
                .audit(all.with(json!({ "all_but": null })));
            let changes = self.ways_in.revoke_tokens(changes, id, record, now).await;
            let changes = changes.map_err(Attempt::outage)?;
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
