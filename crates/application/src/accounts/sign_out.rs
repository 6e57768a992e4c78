use crate::retry::{Attempt, retry_stale};
use crate::{Origin, Outage, Ports};
use ludger_domain::accounts::{AuditAction, TokenKind, TokenSecret};
use ludger_ports::read::AuthSessions;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// Somebody signs out.
pub struct SignOut {
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl SignOut {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// Ends the session that `token` belongs to, with all of its tokens. Any of them will do, access, refresh or
    /// cookie, expired or spent: whoever has one can do no worse than this. What belongs to no session, or to one that was
    /// ended, is done already (as in RFC 7009, 2.2).
    ///
    /// # Errors
    /// See [`Outage`]. After an unknown outcome, the same token may be sent again.
    pub async fn run(&self, token: &str, origin: &Origin) -> Result<(), Outage> {
        let kinds = [TokenKind::Access, TokenKind::Refresh, TokenKind::Cookie];
        let secret = kinds.map(|kind| TokenSecret::parse(kind, token).ok());
        let Some(hash) = secret.iter().flatten().next().map(TokenSecret::hash) else {
            return Ok(());
        };
        retry_stale(async || {
            let found = self
                .sessions
                .by_token(hash)
                .await
                .map_err(Attempt::outage)?;
            let now = self.clock.now();
            let Some(ended) = found.and_then(|presented| presented.session.sign_out(now)) else {
                return Ok(());
            };
            let record = origin
                .record(AuditAction::UserSignOut, &*self.ids, now)
                .by(ended.user)
                .on("user", ended.user)
                .with(json!({ "session": ended.id }));
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
