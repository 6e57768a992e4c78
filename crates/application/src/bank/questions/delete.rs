use super::super::VersionMismatch;
use super::told;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::ids::QuestionId;
use ludger_ports::read::Questions;
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use std::sync::Arc;

/// Takes a question out of the bank, unless a published quiz asks it. Sessions that have drawn it go on with it, and
/// drafts and archived quizzes keep it in their list until they are edited; they cannot be published with it.
pub struct DeleteQuestion {
    store: Arc<dyn Store>,
    questions: Arc<dyn Questions>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why a question stays.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DeleteQuestionError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bank has no such question.
    #[error("there is no such question")]
    NotFound,
    /// It was changed meanwhile.
    #[error(transparent)]
    VersionMismatch(#[from] VersionMismatch),
    /// Archive the quiz first.
    #[error("a published quiz asks it")]
    InUse,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for DeleteQuestionError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::QuestionUnpublished(_)).then_some(Self::InUse)
    }
}

impl DeleteQuestion {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            questions: ports.questions.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// With an `expected` version it deletes no other one.
    pub async fn run(
        &self,
        caller: &Caller,
        id: QuestionId,
        expected: Option<i64>,
    ) -> Result<(), DeleteQuestionError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.questions.find(id).await.map_err(Attempt::outage)?;
            let question = found
                .filter(|question| question.deleted_at.is_none())
                .ok_or(DeleteQuestionError::NotFound)?;
            VersionMismatch::check(expected, question.version)
                .map_err(DeleteQuestionError::from)?;
            let deleted = question.delete(now);
            let told = told(
                caller,
                AuditAction::QuestionDelete,
                &deleted,
                &*self.ids,
                now,
            );
            let changes = Changes::at(now).save_question(deleted).audit(told);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
