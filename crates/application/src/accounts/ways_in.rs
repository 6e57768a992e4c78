//! Ways into an account besides its password and its sessions, for whoever shuts them: its owner, to whom somebody else may
//! have left them open, or an admin.

use crate::Ports;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord};
use ludger_domain::ids::UserId;
use ludger_ports::read::{AuthSessions, Users};
use ludger_ports::{Changes, Expectation, Unavailable};
use std::sync::Arc;

/// Shuts them.
pub(super) struct WaysIn {
    users: Arc<dyn Users>,
    sessions: Arc<dyn AuthSessions>,
}

impl WaysIn {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            users: ports.users.clone(),
            sessions: ports.auth_sessions.clone(),
        }
    }

    /// No API token of theirs is good for anything any more. One that is made at the same moment touches its user, whom
    /// the commit therefore has to expect as they were.
    pub(super) async fn revoke_tokens(
        &self,
        changes: Changes,
        user: UserId,
        record: impl Fn(AuditAction) -> AuditRecord + Send + Sync,
        now: Timestamp,
    ) -> Result<Changes, Unavailable> {
        let tokens = self.sessions.api_tokens_of(user).await?;
        let alive = tokens.into_iter().filter(|token| token.is_alive(now));
        let revoked = alive.filter_map(|token| token.revoke(now));
        Ok(revoked.fold(changes, |changes, token| {
            let record = record(AuditAction::ApiTokenRevoke).on("api_token", token.id);
            changes.save_api_token(token).audit(record)
        }))
    }

    /// Their second factor, which somebody else may have, asks for nothing any more.
    pub(super) async fn remove_factor(
        &self,
        changes: Changes,
        user: UserId,
        record: impl Fn(AuditAction) -> AuditRecord + Send + Sync,
    ) -> Result<Changes, Unavailable> {
        let factor = self.users.second_factor(user).await?;
        let version = factor.as_ref().map(|factor| factor.version);
        let changes = changes.expect(Expectation::SecondFactorAt(user, version));
        let Some(factor) = factor else {
            return Ok(changes);
        };
        let changes = changes.remove_second_factor(user);
        Ok(match factor.confirmed_at {
            Some(_) => changes.audit(record(AuditAction::SecondFactorOff).on("user", user)),
            None => changes,
        })
    }
}
