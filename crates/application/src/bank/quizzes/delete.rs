use super::super::VersionMismatch;
use super::told;
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::ids::QuizId;
use ludger_domain::quiz::QuizStateError;
use ludger_ports::read::Quizzes;
use ludger_ports::{Changes, Clock, Ids, Store};
use std::sync::Arc;

/// Deletes a draft. Sessions that were made of it, when it was published, go on.
pub struct DeleteQuiz {
    store: Arc<dyn Store>,
    quizzes: Arc<dyn Quizzes>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why a quiz stays.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DeleteQuizError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is none.
    #[error("there is no such quiz")]
    NotFound,
    /// It was changed meanwhile.
    #[error(transparent)]
    VersionMismatch(#[from] VersionMismatch),
    /// It is no draft.
    #[error(transparent)]
    State(#[from] QuizStateError),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for DeleteQuizError {}

impl DeleteQuiz {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            quizzes: ports.quizzes.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// With an `expected` version it deletes no other one.
    ///
    /// # Errors
    /// See [`DeleteQuizError`].
    pub async fn run(
        &self,
        caller: &Caller,
        id: QuizId,
        expected: Option<i64>,
    ) -> Result<(), DeleteQuizError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.quizzes.find(id).await.map_err(Attempt::outage)?;
            let quiz = found
                .filter(|quiz| quiz.deleted_at.is_none())
                .ok_or(DeleteQuizError::NotFound)?;
            VersionMismatch::check(expected, quiz.version).map_err(DeleteQuizError::from)?;
            let deleted = quiz.delete(now).map_err(DeleteQuizError::from)?;
            let told = told(caller, AuditAction::QuizDelete, &deleted, &*self.ids, now);
            let changes = Changes::at(now).save_quiz(deleted).audit(told);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(())
        })
        .await
    }
}
