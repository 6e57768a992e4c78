use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission, Purpose, TokenHash};
use ludger_ports::read::AuthSessions;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// An admin takes an invitation back.
pub struct WithdrawInvitation {
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why nothing was taken back.
#[derive(Debug, Clone, thiserror::Error)]
pub enum WithdrawInvitationError {
    /// It needs `users.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is none, or it was used, or its time is over.
    #[error("no such invitation is open")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for WithdrawInvitationError {}

impl WithdrawInvitation {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Its link lets nobody register any more. An invitation goes by the hash of its token, from which nobody finds the token.
    ///
    /// # Errors
    /// See [`WithdrawInvitationError`].
    pub async fn run(&self, caller: &Caller, id: TokenHash) -> Result<(), WithdrawInvitationError> {
        caller.principal.must(Permission::UsersManage)?;
        retry_stale(async || {
            let found = self.sessions.one_time_token(id).await;
            let now = self.clock.now();
            let used = found
                .map_err(Attempt::outage)?
                .and_then(|found| found.use_for(Purpose::Invitation, now).ok());
            let used = used.ok_or(WithdrawInvitationError::NotFound)?;
            let record = caller.record(AuditAction::InvitationWithdraw, &*self.ids, now);
            let record = record.with(json!({ "email_sha256": used.email.digest() }));
            let changes = Changes::at(now).save_one_time_token(used).audit(record);
            let committed = self.store.commit(changes).await;
            committed.map(|_| ()).map_err(Attempt::rejected)
        })
        .await
    }
}
