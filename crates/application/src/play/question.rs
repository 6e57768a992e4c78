use super::own::OwnSessions;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::GameSessionId;
use ludger_domain::quiz::{AnswerError, PlayError, QuestionView};
use ludger_ports::read::Questions;
use ludger_ports::{Changes, Clock, Store};
use std::sync::Arc;

/// Shows the question that is to be answered now.
pub struct ShowQuestion {
    store: Arc<dyn Store>,
    questions: Arc<dyn Questions>,
    own: OwnSessions,
    clock: Arc<dyn Clock>,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ShowQuestionError {
    /// Not everyone may play.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such session, or it is another user's.
    #[error("there is no such session")]
    NotFound,
    /// The session is paused, or over.
    #[error(transparent)]
    Refused(#[from] AnswerError),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for ShowQuestionError {}

impl ShowQuestion {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            questions: ports.questions.clone(),
            own: OwnSessions::new(ports),
            clock: ports.clock.clone(),
        }
    }

    /// The question without anything that gives its answer away. The first look starts the clock.
    pub async fn run(
        &self,
        caller: &Caller,
        id: GameSessionId,
    ) -> Result<QuestionView, ShowQuestionError> {
        let now = self.clock.now();
        caller.principal.must(Permission::Play)?;
        retry_stale(async || {
            let found = self.own.find(caller.principal.user, id, now).await?;
            let session = found.ok_or(ShowQuestionError::NotFound)?;
            let current = session
                .current()
                .ok_or(AnswerError::Play(PlayError::Finished));
            let current = current.map_err(ShowQuestionError::from)?;
            let question = self
                .questions
                .find(current)
                .await
                .map_err(Attempt::outage)?;
            let question = question.ok_or_else(|| lost(current))?;
            let served = session
                .serve(&question, now)
                .map_err(ShowQuestionError::from)?;
            let view = served
                .session
                .view(&question)
                .map_err(ShowQuestionError::from)?;
            if served.changed {
                let changes = Changes::at(now).save_quiz_session(served.session);
                self.store
                    .commit(changes)
                    .await
                    .map_err(Attempt::rejected)?;
            }
            Ok(view)
        })
        .await
    }
}

fn lost(question: impl std::fmt::Display) -> ShowQuestionError {
    Outage::broken(format!("question {question} was drawn and is not there")).into()
}
