//! A user's own sessions.

use crate::Ports;
use crate::retry::{Attempt, Rejected};
use ludger_domain::Timestamp;
use ludger_domain::ids::{GameSessionId, UserId};
use ludger_domain::quiz::{IDLE_AFTER, QuizSession};
use ludger_ports::read::QuizSessions;
use ludger_ports::{Changes, Store};
use std::sync::Arc;

/// Loads sessions as they stand now: one that was idle for too long is over, whether or not anything has seen to
/// that before.
pub(super) struct OwnSessions {
    store: Arc<dyn Store>,
    sessions: Arc<dyn QuizSessions>,
}

impl OwnSessions {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            sessions: ports.quiz_sessions.clone(),
        }
    }

    /// A session of this user's; nobody else's is found.
    pub(super) async fn find<E: Rejected>(
        &self,
        user: UserId,
        id: GameSessionId,
        now: Timestamp,
    ) -> Result<Option<QuizSession>, Attempt<E>> {
        let found = self.sessions.find(id).await.map_err(Attempt::outage)?;
        self.as_of(now, found.filter(|session| session.user == user))
            .await
    }

    /// The solo session that the user has not finished.
    pub(super) async fn open<E: Rejected>(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<QuizSession>, Attempt<E>> {
        let found = self
            .sessions
            .open_solo_of(user)
            .await
            .map_err(Attempt::outage)?;
        let current = self.as_of(now, found).await?;
        Ok(current.filter(|session| session.ending().is_none()))
    }

    async fn as_of<E: Rejected>(
        &self,
        now: Timestamp,
        found: Option<QuizSession>,
    ) -> Result<Option<QuizSession>, Attempt<E>> {
        let Some(session) = found.as_ref().filter(|session| session.is_idle(now)) else {
            return Ok(found);
        };
        let ended_at = session.updated_at.checked_add(IDLE_AFTER).unwrap_or(now);
        let Ok(left) = session.clone().forfeit(ended_at) else {
            return Ok(found);
        };
        let changes = Changes::at(now).save_quiz_session(left.session.clone());
        self.store
            .commit(changes)
            .await
            .map_err(Attempt::rejected)?;
        Ok(Some(left.session))
    }
}
