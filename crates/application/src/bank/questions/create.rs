use super::{placed, told, unknown_file, unknown_topic};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::{Question, QuestionDraft};
use ludger_ports::read::Topics;
use ludger_ports::{Changes, Clock, CommitError, Expectation, Ids, Store};
use std::sync::Arc;

/// Adds a question to a topic.
pub struct CreateQuestion {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why a question is not added.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CreateQuestionError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Fields that break their rules; `/topic` is the topic's.
    #[error(transparent)]
    Invalid(#[from] Faults),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for CreateQuestionError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::TopicThere(_))
            .then(|| Self::Invalid(unknown_topic().into()))
    }
}

impl CreateQuestion {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            topics: ports.topics.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The question, at version 1.
    pub async fn run(
        &self,
        caller: &Caller,
        topic: TopicId,
        draft: QuestionDraft,
    ) -> Result<Question, CreateQuestionError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        let there = self.topics.find(topic).await.map_err(Outage::from)?;
        let id = self.ids.next().into();
        let made = Question::new(id, topic, draft, || self.ids.next().into(), now);
        let question = placed(made, there.as_ref())?;
        retry_stale(async || {
            let told = told(
                caller,
                AuditAction::QuestionCreate,
                &question,
                &*self.ids,
                now,
            );
            let changes = Changes::at(now).save_question(question.clone()).audit(told);
            match self.store.commit(changes).await {
                Err(CommitError::Stale(Expectation::MediaThere(name))) => {
                    return Err(CreateQuestionError::from(unknown_file(&question, name)).into());
                }
                done => drop(done.map_err(Attempt::rejected)?),
            }
            Ok(question.clone())
        })
        .await
    }
}
