use super::SessionSummary;
use super::summary::Summaries;
use super::tables::Tables;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::quiz::{JoinCode, LobbyError};
use ludger_ports::Clock;
use ludger_ports::read::QuizSessions;
use std::sync::Arc;

/// Takes a seat in a session, or takes it again.
pub struct Join {
    sessions: Arc<dyn QuizSessions>,
    tables: Tables,
    summaries: Summaries,
    clock: Arc<dyn Clock>,
}

/// Why there is no seat.
#[derive(Debug, Clone, thiserror::Error)]
pub enum JoinError {
    /// Not everyone may play.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// No session that is not finished has this code.
    #[error("there is no such session")]
    NotFound,
    /// The session does not take them.
    #[error(transparent)]
    Refused(#[from] LobbyError),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for JoinError {}

impl Join {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            sessions: ports.quiz_sessions.clone(),
            tables: Tables::new(ports, settings),
            summaries: Summaries::new(ports),
            clock: ports.clock.clone(),
        }
    }

    /// The session, with a seat for the caller. Who has one already finds everything as it was.
    pub async fn run(&self, caller: &Caller, code: &str) -> Result<SessionSummary, JoinError> {
        let now = self.clock.now();
        caller.principal.must(Permission::Play)?;
        let code = JoinCode::parse(code).ok_or(JoinError::NotFound)?;
        let user = caller.principal.user;
        let session = retry_stale(async || {
            let found = self
                .sessions
                .by_code(&code)
                .await
                .map_err(Attempt::outage)?;
            let session = found.ok_or(JoinError::NotFound)?;
            let session = self.tables.as_of(session, now).await?;
            match session.clone().join(user, now).map_err(JoinError::from)? {
                Some(moved) => self.tables.commit(moved, now).await,
                None => Ok::<_, Attempt<JoinError>>(session),
            }
        })
        .await?;
        Ok(self.summaries.told(&session, user).await?)
    }
}
