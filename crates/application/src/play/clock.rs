//! What happens in sessions by itself, on time.

use super::tables::Tables;
use crate::retry::{Attempt, retry_stale};
use crate::{Outage, Ports, Settings};
use ludger_domain::Timestamp;
use ludger_domain::ids::GameSessionId;
use ludger_ports::Clock;
use ludger_ports::read::QuizSessions;
use std::sync::Arc;

/// Opens and closes questions, ends pauses, and gives up what nobody plays any more. Any number of nodes may do so: of
/// those that see to the same session at once one does, and the others find it done.
pub struct Advance {
    sessions: Arc<dyn QuizSessions>,
    tables: Tables,
    clock: Arc<dyn Clock>,
}

impl Advance {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            sessions: ports.quiz_sessions.clone(),
            tables: Tables::new(ports, settings),
            clock: ports.clock.clone(),
        }
    }

    /// The sessions in which something has to be done by then, the most urgent first, as many as `limit` at most.
    pub async fn due(
        &self,
        by: Timestamp,
        limit: usize,
    ) -> Result<Vec<(GameSessionId, Timestamp)>, Outage> {
        Ok(self.sessions.due(by, limit).await?)
    }

    /// Does what is due in a session; when the next thing is, if anything.
    pub async fn run(&self, id: GameSessionId) -> Result<Option<Timestamp>, Outage> {
        retry_stale(async || {
            let found = self.sessions.find(id).await.map_err(Attempt::outage)?;
            let Some(session) = found else {
                return Ok(None);
            };
            let session = self.tables.as_of(session, self.clock.now()).await?;
            Ok::<_, Attempt<Outage>>(session.due_at())
        })
        .await
    }
}
