use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, SessionRequired};
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// A user signs out everywhere else.
pub struct RevokeOtherSessions {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why the others go on.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RevokeOtherSessionsError {
    /// A token ends no sessions.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RevokeOtherSessionsError {}

impl RevokeOtherSessions {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Ends every session of the user but the one that asks.
    ///
    /// # Errors
    /// See [`RevokeOtherSessionsError`]. After an unknown outcome it may be asked for again.
    pub async fn run(&self, caller: &Caller) -> Result<(), RevokeOtherSessionsError> {
        let (user, current) = (caller.principal.user, caller.principal.person()?.session);
        retry_stale(async || {
            let now = self.clock.now();
            let record = caller.record(AuditAction::SessionRevoke, &*self.ids, now);
            let record = record.on("user", user);
            let changes = Changes::at(now)
                .revoke_auth_sessions(user, Some(current), now)
                .audit(record.with(json!({ "all_but": current })));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
