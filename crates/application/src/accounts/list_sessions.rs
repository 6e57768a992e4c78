use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuthSession, SessionRequired};
use ludger_ports::Clock;
use ludger_ports::read::AuthSessions;
use std::sync::Arc;

/// A user looks at where they are signed in.
pub struct ListSessions {
    sessions: Arc<dyn AuthSessions>,
    clock: Arc<dyn Clock>,
}

/// A session that goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    /// The session.
    pub session: AuthSession,
    /// Whether the request came by it.
    pub is_current: bool,
}

/// Why there is no list.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ListSessionsError {
    /// A token does not see who signs in from where.
    #[error(transparent)]
    SessionRequired(#[from] SessionRequired),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ListSessions {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.auth_sessions.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// Those that go on, newest first.
    ///
    /// # Errors
    /// See [`ListSessionsError`].
    pub async fn run(&self, caller: &Caller) -> Result<Vec<ListedSession>, ListSessionsError> {
        let current = caller.principal.person()?.session;
        let all = self.sessions.sessions_of(caller.principal.user).await;
        let (all, now) = (all.map_err(Outage::from)?, self.clock.now());
        let alive = all.into_iter().filter(|session| session.is_alive(now));
        Ok(alive
            .map(|session| ListedSession {
                is_current: session.id == current,
                session,
            })
            .collect())
    }
}
