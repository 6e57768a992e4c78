use super::SessionSummary;
use super::own::OwnSessions;
use crate::retry::{Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::ids::GameSessionId;
use ludger_ports::Clock;
use std::sync::Arc;

/// Shows where a session stands.
pub struct Find {
    own: OwnSessions,
    clock: Arc<dyn Clock>,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindError {
    /// There is none, or it is another user's.
    #[error("there is no such session")]
    NotFound,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for FindError {}

impl Find {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            own: OwnSessions::new(ports),
            clock: ports.clock.clone(),
        }
    }

    /// One of the caller's sessions.
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
    ) -> Result<SessionSummary, FindError> {
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.own.find(caller.principal.user, id, now).await?;
            let session = found.ok_or(FindError::NotFound)?;
            Ok(SessionSummary::from(&session))
        })
        .await
    }
}
