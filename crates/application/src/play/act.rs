use super::SessionSummary;
use super::summary::Summaries;
use super::tables::Tables;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::{GameSessionId, UserId};
use ludger_domain::quiz::{LobbyError, Moved, PlayError, QuizSession};
use ludger_ports::Clock;
use std::sync::Arc;

/// Does something with a session, apart from answering.
pub struct Act {
    tables: Tables,
    summaries: Summaries,
    clock: Arc<dyn Clock>,
}

/// What a player can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// See [`QuizSession::ready`].
    Ready(bool),
    /// See [`QuizSession::kick`].
    Kick(UserId),
    /// See [`QuizSession::pause`].
    Pause,
    /// See [`QuizSession::resume`].
    Resume,
    /// See [`QuizSession::leave`]. Takes no permission: whoever is in a session may go.
    Leave,
}

/// Why nothing was done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ActError {
    /// Not everyone may play.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such session, or the caller has no seat in it; or there is no such player.
    #[error("there is no such session")]
    NotFound,
    /// The lobby does not allow it.
    #[error(transparent)]
    Lobby(#[from] LobbyError),
    /// The game does not allow it.
    #[error(transparent)]
    Play(#[from] PlayError),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ActError {}

impl Act {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            tables: Tables::new(ports, settings),
            summaries: Summaries::new(ports),
            clock: ports.clock.clone(),
        }
    }

    /// The session after it. What was so already, such as being ready, is no change.
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
        deed: Deed,
    ) -> Result<SessionSummary, ActError> {
        let now = self.clock.now();
        if deed != Deed::Leave {
            caller.principal.must(Permission::Play)?;
        }
        let user = caller.principal.user;
        let session = retry_stale(async || {
            let found = self.tables.find(user, id, now).await?;
            let session = found.ok_or(ActError::NotFound)?;
            match deed.done(session.clone(), user, now)? {
                Some(moved) => self.tables.commit(moved, now).await,
                None => Ok::<_, Attempt<ActError>>(session),
            }
        })
        .await?;
        let session = self.settled(session, deed, now).await;
        Ok(self.summaries.told(&session, user).await?)
    }

    /// Whoever goes, or goes on, may have been the one whom all waited for. If this fails, the clock does it.
    async fn settled(&self, session: QuizSession, deed: Deed, now: Timestamp) -> QuizSession {
        if !matches!(deed, Deed::Leave | Deed::Resume) {
            return session;
        }
        match self.tables.settle::<Outage>(session.clone(), now).await {
            Ok(Some(closed)) => closed,
            Ok(None) | Err(_) => session,
        }
    }
}

impl Deed {
    fn done(
        self,
        session: QuizSession,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<Moved>, ActError> {
        Ok(match self {
            Self::Ready(is_ready) => session.ready(user, is_ready, now)?,
            Self::Kick(whom) if session.player(whom).is_none() => return Err(ActError::NotFound),
            Self::Kick(whom) => Some(session.kick(user, whom, now)?),
            Self::Pause => Some(session.pause(user, now)?),
            Self::Resume => Some(session.resume(user, now)?),
            Self::Leave => Some(session.leave(user, now)?),
        })
    }
}
