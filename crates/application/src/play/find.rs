use super::SessionSummary;
use super::summary::Summaries;
use super::tables::Tables;
use crate::retry::{Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::ids::GameSessionId;
use ludger_ports::Clock;
use std::sync::Arc;

/// Shows where a session stands.
pub struct Find {
    tables: Tables,
    summaries: Summaries,
    clock: Arc<dyn Clock>,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindError {
    /// There is none, or the caller has no seat in it.
    #[error("there is no such session")]
    NotFound,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for FindError {}

impl Find {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            tables: Tables::new(ports, settings),
            summaries: Summaries::new(ports),
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
        let user = caller.principal.user;
        let found =
            retry_stale(async || self.tables.find::<FindError>(user, id, now).await).await?;
        let session = found.ok_or(FindError::NotFound)?;
        Ok(self.summaries.told(&session, user).await?)
    }
}
