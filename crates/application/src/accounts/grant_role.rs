use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{
    AuditAction, Forbidden, Permission, Role, RoleGrant, SessionRequired, User,
};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// An admin gives somebody a role.
pub struct GrantRole {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why the role was not granted.
#[derive(Debug, Clone, thiserror::Error)]
pub enum GrantRoleError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Roles are not for programs to give or take.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// Nobody has this id, or whoever had it is deleted.
    #[error("no such user")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for GrantRoleError {}

impl GrantRole {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Gives `user` the role, from their next request on. A role that they have stays as it was granted first.
    ///
    /// # Errors
    /// See [`GrantRoleError`]. After an unknown outcome it may be asked for again.
    pub async fn run(
        &self,
        caller: &Caller,
        user: UserId,
        role: Role,
    ) -> Result<(), GrantRoleError> {
        caller.principal.must(Permission::UsersManage)?;
        caller.principal.person()?;
        retry_stale(async || {
            let found = self.users.find(user).await.map_err(Attempt::outage)?;
            found
                .filter(User::is_active)
                .ok_or(GrantRoleError::NotFound)?;
            let held = self.users.roles(user).await.map_err(Attempt::outage)?;
            if held.iter().any(|grant| grant.role == role) {
                return Ok(());
            }
            let now = self.clock.now();
            let granted_by = Some(caller.principal.user);
            let record = caller.record(AuditAction::RoleGrant, &*self.ids, now);
            let changes = Changes::at(now)
                .grant(RoleGrant {
                    user,
                    role,
                    granted_at: now,
                    granted_by,
                })
                .audit(record.on("user", user).with(json!({ "role": role })));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
