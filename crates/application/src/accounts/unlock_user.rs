use super::ManageUserError;
use crate::retry::{Attempt, retry_stale};
use crate::{Caller, Ports};
use ludger_domain::accounts::{AuditAction, Permission, User};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Ids, Store};
use std::sync::Arc;

/// An admin lets somebody in again.
pub struct UnlockUser {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl UnlockUser {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The user gets in as before, by sessions and tokens that are still good. Who is not locked stays so.
    ///
    /// # Errors
    /// See [`ManageUserError`]. After an unknown outcome it may be asked for again.
    pub async fn run(&self, caller: &Caller, id: UserId) -> Result<(), ManageUserError> {
        caller.principal.must(Permission::UsersManage)?;
        retry_stale(async || {
            let found = self.users.find(id).await.map_err(Attempt::outage)?;
            let user = found.filter(User::is_active);
            let user = user.ok_or(ManageUserError::NotFound)?;
            let now = self.clock.now();
            let Some(unlocked) = user.clone().unlock() else {
                return Ok(());
            };
            let record = caller.record(AuditAction::UserUnlock, &*self.ids, now);
            let changes = Changes::at(now)
                .save_user(unlocked, &user)
                .audit(record.on("user", id));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
