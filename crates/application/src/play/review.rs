use super::tables::Tables;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports, Settings};
use ludger_domain::ids::GameSessionId;
use ludger_domain::quiz::{NotFinished, Review};
use ludger_ports::Clock;
use ludger_ports::read::{Questions, QuizSessions};
use std::sync::Arc;

/// Shows a finished session, question by question.
pub struct ShowReview {
    sessions: Arc<dyn QuizSessions>,
    questions: Arc<dyn Questions>,
    tables: Tables,
    clock: Arc<dyn Clock>,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReviewError {
    /// There is no such session, or the caller has no seat in it.
    #[error("there is no such session")]
    NotFound,
    /// Nothing is revealed before the end.
    #[error(transparent)]
    NotFinished(#[from] NotFinished),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ReviewError {}

impl ShowReview {
    pub(super) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            sessions: ports.quiz_sessions.clone(),
            questions: ports.questions.clone(),
            tables: Tables::new(ports, settings),
            clock: ports.clock.clone(),
        }
    }

    /// What was asked and answered, and what would have been right.
    pub async fn run(&self, caller: &Caller, id: GameSessionId) -> Result<Review, ReviewError> {
        let now = self.clock.now();
        let user = caller.principal.user;
        retry_stale(async || {
            let found = self.tables.find(user, id, now).await?;
            let session = found.ok_or(ReviewError::NotFound)?;
            if session.ended_at.is_none() {
                return Err(ReviewError::from(NotFinished).into());
            }
            let questions = self.questions.find_all(&session.questions).await;
            let questions = questions.map_err(Attempt::outage)?;
            let answers = self.sessions.answers(id).await.map_err(Attempt::outage)?;
            Ok(session
                .review(user, &questions, &answers)
                .map_err(ReviewError::from)?)
        })
        .await
    }
}
