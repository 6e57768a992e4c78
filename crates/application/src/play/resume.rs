use super::SessionSummary;
use super::own::OwnSessions;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::GameSessionId;
use ludger_domain::quiz::PlayError;
use ludger_ports::{Changes, Clock, Store};
use std::sync::Arc;

/// Goes on after a pause.
pub struct Resume {
    store: Arc<dyn Store>,
    own: OwnSessions,
    clock: Arc<dyn Clock>,
}

/// Why a session does not go on.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ResumeError {
    /// Not everyone may play.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such session, or it is another user's.
    #[error("there is no such session")]
    NotFound,
    /// It is not paused, or it is over.
    #[error(transparent)]
    Refused(#[from] PlayError),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ResumeError {}

impl Resume {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            own: OwnSessions::new(ports),
            clock: ports.clock.clone(),
        }
    }

    /// The session, active again.
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
    ) -> Result<SessionSummary, ResumeError> {
        let now = self.clock.now();
        caller.principal.must(Permission::Play)?;
        retry_stale(async || {
            let found = self.own.find(caller.principal.user, id, now).await?;
            let session = found.ok_or(ResumeError::NotFound)?;
            let resumed = session.resume(now).map_err(ResumeError::from)?;
            let summary = SessionSummary::from(&resumed);
            let changes = Changes::at(now).save_quiz_session(resumed);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(summary)
        })
        .await
    }
}
