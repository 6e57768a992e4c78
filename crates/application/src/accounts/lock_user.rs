use super::own_user::{Admins, admins_without, own_user};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission, User};
use ludger_domain::ids::UserId;
use ludger_ports::read::Users;
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use std::sync::Arc;

/// An admin shuts somebody out.
pub struct LockUser {
    users: Arc<dyn Users>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why the user still gets in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LockUserError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Nobody has this id, or whoever had it is deleted.
    #[error("no such user")]
    NotFound,
    /// Nobody shuts themselves out.
    #[error("this is your own account")]
    OwnAccount,
    /// Nobody else is an admin who can get in.
    #[error("the last admin stays")]
    LastAdmin,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for LockUserError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::AdminBesides(_)).then_some(Self::LastAdmin)
    }
}

impl LockUser {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// From the next request on nothing of the user gets in: no password, no session, no token. Who is locked stays so.
    /// Of two admins who lock each other at the same moment, the later one is locked already, and locks nobody.
    ///
    /// # Errors
    /// See [`LockUserError`]. After an unknown outcome it may be asked for again.
    pub async fn run(&self, caller: &Caller, id: UserId) -> Result<(), LockUserError> {
        caller.principal.must(Permission::UsersManage)?;
        if id == caller.principal.user {
            return Err(LockUserError::OwnAccount);
        }
        retry_stale(async || {
            let admin = own_user::<LockUserError>(&*self.users, caller).await?;
            if !admin.may_enter() {
                return Err(
                    LockUserError::from(Forbidden::Lacking(Permission::UsersManage)).into(),
                );
            }
            let found = self.users.find(id).await.map_err(Attempt::outage)?;
            let user = found.filter(User::is_active);
            let user = user.ok_or(LockUserError::NotFound)?;
            let now = self.clock.now();
            let Some(locked) = user.clone().lock(now) else {
                return Ok(());
            };
            let record = caller.record(AuditAction::UserLock, &*self.ids, now);
            let mut changes = Changes::at(now)
                .expect(Expectation::UserAt(admin.id, admin.version))
                .save_user(locked, &user)
                .audit(record.on("user", id));
            match admins_without(&*self.users, id)
                .await
                .map_err(Attempt::outage)?
            {
                Admins::Untouched => {}
                Admins::OneLess => changes = changes.expect(Expectation::AdminBesides(id)),
                Admins::NoneLeft => return Err(LockUserError::LastAdmin.into()),
            }
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
