use super::super::VersionMismatch;
use super::{placed, told, unknown_file, unknown_topic};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Question, QuestionDraft};
use ludger_ports::read::{Questions, Topics};
use ludger_ports::{Changes, Clock, CommitError, Expectation, Ids, Store};
use std::sync::Arc;

/// Gives a question other words, or another topic.
pub struct EditQuestion {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    questions: Arc<dyn Questions>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why a question stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EditQuestionError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bank has no such question.
    #[error("there is no such question")]
    NotFound,
    /// It was changed meanwhile.
    #[error(transparent)]
    VersionMismatch(#[from] VersionMismatch),
    /// Fields that break their rules; `/topic` is the topic's.
    #[error(transparent)]
    Invalid(#[from] Faults),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for EditQuestionError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::TopicThere(_))
            .then(|| Self::Invalid(unknown_topic().into()))
    }
}

impl EditQuestion {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            topics: ports.topics.clone(),
            questions: ports.questions.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The question as it is now, in this topic. With an `expected` version it changes no other one.
    pub async fn run(
        &self,
        caller: &Caller,
        id: QuestionId,
        expected: Option<i64>,
        (topic, draft): (TopicId, QuestionDraft),
    ) -> Result<Question, EditQuestionError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.questions.find(id).await.map_err(Attempt::outage)?;
            let question = found
                .filter(|question| question.deleted_at.is_none())
                .ok_or(EditQuestionError::NotFound)?;
            VersionMismatch::check(expected, question.version).map_err(EditQuestionError::from)?;
            let there = self.topics.find(topic).await.map_err(Attempt::outage)?;
            let edited = question.edit(topic, draft.clone(), || self.ids.next().into());
            let edited = placed(edited, there.as_ref()).map_err(EditQuestionError::from)?;
            let told = told(caller, AuditAction::QuestionEdit, &edited, &*self.ids, now);
            let changes = Changes::at(now).save_question(edited.clone()).audit(told);
            match self.store.commit(changes).await {
                Err(CommitError::Stale(Expectation::MediaThere(name))) => {
                    return Err(EditQuestionError::from(unknown_file(&edited, name)).into());
                }
                done => drop(done.map_err(Attempt::rejected)?),
            }
            Ok(edited)
        })
        .await
    }
}
