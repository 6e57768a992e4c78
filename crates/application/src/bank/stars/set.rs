use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::Permission;
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::Star;
use ludger_ports::read::{Questions, Stars};
use ludger_ports::{Changes, Clock, Store};
use std::sync::Arc;

/// Puts a star on a question.
pub struct StarQuestion {
    store: Arc<dyn Store>,
    questions: Arc<dyn Questions>,
    stars: Arc<dyn Stars>,
    clock: Arc<dyn Clock>,
}

/// Why there is no star.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StarQuestionError {
    /// There is no such question, or the user has not met it.
    #[error("there is no such question")]
    NotFound,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for StarQuestionError {}

impl StarQuestion {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            questions: ports.questions.clone(),
            stars: ports.stars.clone(),
            clock: ports.clock.clone(),
        }
    }

    /// A star that is there already stays as it is.
    ///
    /// # Errors
    /// See [`StarQuestionError`].
    pub async fn run(&self, caller: &Caller, id: QuestionId) -> Result<(), StarQuestionError> {
        let (user, now) = (caller.principal.user, self.clock.now());
        if !self.knows(caller, id).await? {
            return Err(StarQuestionError::NotFound);
        }
        retry_stale(async || {
            let star = Star {
                user,
                question: id,
                starred_at: now,
            };
            let done = self.store.commit(Changes::at(now).star(star)).await;
            done.map(drop).map_err(Attempt::rejected)
        })
        .await
    }

    async fn knows(&self, caller: &Caller, id: QuestionId) -> Result<bool, Outage> {
        let keeper = caller.principal.must(Permission::QuestionsManage).is_ok();
        if keeper && self.questions.find(id).await?.is_some() {
            return Ok(true);
        }
        Ok(self.stars.has_met(caller.principal.user, id).await?)
    }
}
