use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission, Role, SessionRequired};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// An admin takes a role from somebody.
pub struct RevokeRole {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why the role was not taken.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RevokeRoleError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Roles are not for programs to give or take.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// Nobody has this id.
    #[error("no such user")]
    NotFound,
    /// Nobody else is an admin: make one first.
    #[error("the last admin stays")]
    LastAdmin,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RevokeRoleError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::AdminBesides(_)).then_some(Self::LastAdmin)
    }
}

impl RevokeRole {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Takes the role from `user`, from their next request on. An admin may take their own. A role that the user does
    /// not have is taken already; deleted users can be stripped of theirs.
    ///
    /// # Errors
    /// See [`RevokeRoleError`]. After an unknown outcome it may be asked for again.
    pub async fn run(
        &self,
        caller: &Caller,
        user: UserId,
        role: Role,
    ) -> Result<(), RevokeRoleError> {
        caller.principal.must(Permission::UsersManage)?;
        caller.principal.person()?;
        retry_stale(async || {
            let found = self.users.find(user).await.map_err(Attempt::outage)?;
            found.ok_or(RevokeRoleError::NotFound)?;
            let held = self.users.roles(user).await.map_err(Attempt::outage)?;
            if !held.iter().any(|grant| grant.role == role) {
                return Ok(());
            }
            let now = self.clock.now();
            let record = caller.record(AuditAction::RoleRevoke, &*self.ids, now);
            let changes = Changes::at(now)
                .revoke(user, role)
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
