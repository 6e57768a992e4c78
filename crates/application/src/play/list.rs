use super::SessionSummary;
use super::summary::Summaries;
use super::tables::Tables;
use crate::retry::retry_stale;
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::ids::GameSessionId;
use ludger_ports::read::{QuizSessionFilter, QuizSessions};
use ludger_ports::{Clock, Page, PageRequest};
use std::sync::Arc;

/// Shows a user's sessions.
pub struct List {
    sessions: Arc<dyn QuizSessions>,
    tables: Tables,
    summaries: Summaries,
    clock: Arc<dyn Clock>,
}

impl List {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            sessions: ports.quiz_sessions.clone(),
            tables: Tables::new(ports, settings),
            summaries: Summaries::new(ports),
            clock: ports.clock.clone(),
        }
    }

    /// The caller's sessions, newest first; only finished ones, only others, or all.
    pub async fn run(
        &self,
        caller: &Caller,
        finished: Option<bool>,
        page: PageRequest<GameSessionId>,
    ) -> Result<Page<SessionSummary, GameSessionId>, Outage> {
        let now = self.clock.now();
        let user = caller.principal.user;
        // One that was idle for too long is among the finished ones from here on.
        let open: Result<_, Outage> = retry_stale(|| self.tables.open_solo(user, now)).await;
        open?;
        let filter = QuizSessionFilter { user, finished };
        let page = self.sessions.list(&filter, page).await?;
        let told = page
            .items
            .iter()
            .map(|session| self.summaries.told(session, user));
        let items = futures::future::try_join_all(told).await?;
        Ok(Page {
            items,
            next: page.next,
        })
    }
}
