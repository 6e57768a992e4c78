use super::SessionSummary;
use super::own::OwnSessions;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::ids::GameSessionId;
use ludger_domain::quiz::PlayError;
use ludger_ports::{Changes, Clock, Store};
use std::sync::Arc;

/// Leaves a session before its end.
pub struct Forfeit {
    store: Arc<dyn Store>,
    own: OwnSessions,
    clock: Arc<dyn Clock>,
}

/// Why a session cannot be left.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ForfeitError {
    /// There is no such session, or it is another user's.
    #[error("there is no such session")]
    NotFound,
    /// It is over.
    #[error(transparent)]
    Refused(#[from] PlayError),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ForfeitError {}

impl Forfeit {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            own: OwnSessions::new(ports),
            clock: ports.clock.clone(),
        }
    }

    /// The session, finished: a loss that pays nothing.
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
    ) -> Result<SessionSummary, ForfeitError> {
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.own.find(caller.principal.user, id, now).await?;
            let session = found.ok_or(ForfeitError::NotFound)?;
            let left = session.forfeit(now).map_err(ForfeitError::from)?.session;
            let summary = SessionSummary::from(&left);
            let changes = Changes::at(now).save_quiz_session(left);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(summary)
        })
        .await
    }
}
