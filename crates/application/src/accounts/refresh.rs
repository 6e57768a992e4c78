use super::tokens::{Tokens, draw};
use crate::outbox::Outbox;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Origin, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{
    AuditAction, AuthSession, Email, RefreshRefusal, Refreshed, Token, TokenHash, TokenKind,
    TokenLifetimes, TokenSecret,
};
use ludger_ports::read::{AuthSessions, PresentedToken};
use ludger_ports::{Changes, Clock, Entropy, Ids, Letter, Store};
use serde_json::json;
use std::sync::Arc;

/// A refresh token is spent for the next pair.
pub struct Refresh {
    sessions: Arc<dyn AuthSessions>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    entropy: Arc<dyn Entropy>,
    outbox: Outbox,
    lifetimes: TokenLifetimes,
}

/// Why there is no next pair.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RefreshError {
    /// The token buys nothing: sign in. At a replay the session is revoked by now.
    #[error("not signed in")]
    NotSignedIn(#[from] RefreshRefusal),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RefreshError {}

impl Refresh {
    /// Takes what it uses.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            entropy: ports.entropy.clone(),
            outbox: Outbox::new(ports, settings),
            lifetimes: settings.tokens,
        }
    }

    /// The next pair, by the rule of [`AuthSession::refresh`]: an answer that was lost can be asked for again; a token
    /// that comes back after that ends the session.
    ///
    /// # Errors
    /// See [`RefreshError`]. After an unknown outcome, the same token may be sent again.
    pub async fn run(&self, token: &str, origin: &Origin) -> Result<Tokens, RefreshError> {
        let secret =
            TokenSecret::parse(TokenKind::Refresh, token).map_err(|_| RefreshRefusal::Unknown)?;
        let hash = secret.hash();
        retry_stale(async || self.attempt(hash, origin).await).await
    }

    async fn attempt(
        &self,
        hash: TokenHash,
        origin: &Origin,
    ) -> Result<Tokens, Attempt<RefreshError>> {
        let found = self
            .sessions
            .by_token(hash)
            .await
            .map_err(Attempt::outage)?;
        let Some(PresentedToken {
            token,
            session,
            user,
            ..
        }) = found
        else {
            return Err(refused(RefreshRefusal::Unknown));
        };
        if !user.may_enter() {
            return Err(refused(RefreshRefusal::Revoked));
        }
        let (secrets, now) = (draw(&*self.entropy), self.clock.now());
        match session.refresh(&token, &secrets, &self.lifetimes, now) {
            Ok(Refreshed { session, pair, .. }) => {
                let tokens = Tokens::new(&secrets, &pair);
                let changes = Changes::at(now).save_auth_session(session).add_tokens(pair);
                self.store
                    .commit(changes)
                    .await
                    .map_err(Attempt::rejected)?;
                Ok(tokens)
            }
            Err(RefreshRefusal::Replay(revoked)) => {
                self.revoke(&revoked, &token, user.email, origin, now)
                    .await?;
                Err(refused(RefreshRefusal::Replay(revoked)))
            }
            Err(refusal) => Err(refused(refusal)),
        }
    }

    /// Who came is not known, so the record has no actor.
    async fn revoke(
        &self,
        revoked: &AuthSession,
        spent: &Token,
        owner: Option<Email>,
        origin: &Origin,
        now: Timestamp,
    ) -> Result<(), Attempt<RefreshError>> {
        let record = origin
            .record(AuditAction::SessionReplayDetected, &*self.ids, now)
            .on("user", revoked.user)
            .with(json!({ "session": revoked.id, "generation": spent.generation }));
        let mut changes = Changes::at(now)
            .save_auth_session(revoked.clone())
            .audit(record);
        if let Some(to) = owner {
            let to = (Some(revoked.user), to);
            let cause = format!("session_replayed/{}", revoked.id);
            let letter = Letter::SessionReplayed { at: now };
            changes = changes.save_job(self.outbox.job(cause, to, letter, now));
        }
        self.store
            .commit(changes)
            .await
            .map_err(Attempt::rejected)?;
        tracing::warn!(session = %revoked.id, "a spent refresh token came back: its session is revoked");
        Ok(())
    }
}

fn refused(refusal: RefreshRefusal) -> Attempt<RefreshError> {
    Attempt::Failed(refusal.into())
}
