use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{ApiToken, SessionRequired};
use ludger_ports::Clock;
use ludger_ports::read::AuthSessions;
use std::sync::Arc;

/// A user looks at their tokens.
pub struct ListApiTokens {
    sessions: Arc<dyn AuthSessions>,
    clock: Arc<dyn Clock>,
}

/// Why there is no list.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ListApiTokensError {
    /// A token does not see the others.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ListApiTokens {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// Those that are good for something, newest first: neither revoked nor expired.
    ///
    /// # Errors
    /// See [`ListApiTokensError`].
    pub async fn run(&self, caller: &Caller) -> Result<Vec<ApiToken>, ListApiTokensError> {
        caller.principal.person()?;
        let tokens = self.sessions.api_tokens_of(caller.principal.user).await;
        let mut tokens = tokens.map_err(Outage::from)?;
        let now = self.clock.now();
        tokens.retain(|token| token.is_alive(now));
        Ok(tokens)
    }
}
