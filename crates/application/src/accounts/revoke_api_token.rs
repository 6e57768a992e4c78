use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, SessionRequired};
use ludger_domain::ids::ApiTokenId;
use ludger_ports::read::AuthSessions;
use ludger_ports::{Changes, Clock, Ids, Store};
use std::sync::Arc;

/// A user revokes a token of theirs.
pub struct RevokeApiToken {
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why the token goes on.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RevokeApiTokenError {
    /// A token revokes none.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// The user has no such token, or has it no more.
    #[error("no such token")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RevokeApiTokenError {}

impl RevokeApiToken {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Revokes the token, from the next request on. Somebody else's token is none of theirs.
    ///
    /// # Errors
    /// See [`RevokeApiTokenError`]. After an unknown outcome it may be asked for again: what was revoked is not found.
    pub async fn run(&self, caller: &Caller, id: ApiTokenId) -> Result<(), RevokeApiTokenError> {
        caller.principal.person()?;
        retry_stale(async || {
            let own = self.sessions.api_tokens_of(caller.principal.user).await;
            let mut own = own.map_err(Attempt::outage)?.into_iter();
            let token = own.find(|token| token.id == id);
            let now = self.clock.now();
            let revoked = token.and_then(|token| token.revoke(now));
            let revoked = revoked.ok_or(RevokeApiTokenError::NotFound)?;
            let record = caller.record(AuditAction::ApiTokenRevoke, &*self.ids, now);
            let changes = Changes::at(now)
                .save_api_token(revoked)
                .audit(record.on("api_token", id));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
