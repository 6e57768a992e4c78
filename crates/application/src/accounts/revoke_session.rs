use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, SessionRequired};
use ludger_domain::ids::AuthSessionId;
use ludger_ports::read::AuthSessions;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// A user ends a session of theirs from elsewhere, or this one.
pub struct RevokeSession {
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why the session goes on.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RevokeSessionError {
    /// A token ends no sessions.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// The user never had such a session.
    #[error("no such session")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RevokeSessionError {}

impl RevokeSession {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Ends the session with all of its tokens. One that was ended is ended; somebody else's is none of theirs.
    ///
    /// # Errors
    /// See [`RevokeSessionError`]. After an unknown outcome it may be asked for again.
    pub async fn run(&self, caller: &Caller, id: AuthSessionId) -> Result<(), RevokeSessionError> {
        caller.principal.person()?;
        let user = caller.principal.user;
        retry_stale(async || {
            let found = self.sessions.session(id).await.map_err(Attempt::outage)?;
            let own = found.filter(|session| session.user == user);
            let now = self.clock.now();
            let Some(ended) = own.ok_or(RevokeSessionError::NotFound)?.sign_out(now) else {
                return Ok(());
            };
            let record = caller.record(AuditAction::SessionRevoke, &*self.ids, now);
            let record = record.on("user", user).with(json!({ "session": id }));
            let changes = Changes::at(now).save_auth_session(ended).audit(record);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
