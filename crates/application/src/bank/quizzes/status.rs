use super::super::VersionMismatch;
use super::{in_bank, told};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::QuizId;
use ludger_domain::quiz::{Quiz, QuizStateError, QuizStatus};
use ludger_ports::read::{Questions, Quizzes};
use ludger_ports::{Changes, Clock, Ids, Store};
use std::sync::Arc;

/// Takes a quiz a step further in its life.
pub struct ChangeQuizStatus {
    store: Arc<dyn Store>,
    questions: Arc<dyn Questions>,
    quizzes: Arc<dyn Quizzes>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// A step in the life of a quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuizStep {
    /// From now on it can be played.
    Publish,
    /// From now on it cannot be played any more.
    Archive,
    /// It becomes a draft again.
    Reopen,
}

/// Why a quiz stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ChangeQuizStatusError {
    /// Not everyone may.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is none.
    #[error("there is no such quiz")]
    NotFound,
    /// It was changed meanwhile.
    #[error(transparent)]
    VersionMismatch(#[from] VersionMismatch),
    /// The step leads from another state.
    #[error(transparent)]
    State(#[from] QuizStateError),
    /// It asks nothing, or what it asks is not there.
    #[error(transparent)]
    Invalid(#[from] Faults),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// A question that left the bank meanwhile is found missing when it is decided again.
impl Rejected for ChangeQuizStatusError {}

impl QuizStep {
    fn take(self, quiz: Quiz, now: Timestamp) -> Result<Quiz, QuizStateError> {
        match self {
            Self::Publish => quiz.publish(now),
            Self::Archive => quiz.archive(now),
            Self::Reopen => quiz.reopen(now),
        }
    }

    const fn action(self) -> AuditAction {
        match self {
            Self::Publish => AuditAction::QuizPublish,
            Self::Archive => AuditAction::QuizArchive,
            Self::Reopen => AuditAction::QuizReopen,
        }
    }
}

impl ChangeQuizStatus {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            questions: ports.questions.clone(),
            quizzes: ports.quizzes.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The quiz as it is now. With an `expected` version it changes no other one.
    ///
    /// # Errors
    /// See [`ChangeQuizStatusError`].
    pub async fn run(
        &self,
        caller: &Caller,
        id: QuizId,
        expected: Option<i64>,
        step: QuizStep,
    ) -> Result<Quiz, ChangeQuizStatusError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.quizzes.find(id).await.map_err(Attempt::outage)?;
            let quiz = found
                .filter(|quiz| quiz.deleted_at.is_none())
                .ok_or(ChangeQuizStatusError::NotFound)?;
            VersionMismatch::check(expected, quiz.version).map_err(ChangeQuizStatusError::from)?;
            let moved = step.take(quiz, now).map_err(ChangeQuizStatusError::from)?;
            if moved.status == QuizStatus::Published {
                let there = in_bank(&*self.questions, &moved.questions).await;
                let there = there.map_err(ChangeQuizStatusError::from)?;
                moved
                    .check_questions(|id| there.contains(&id))
                    .map_err(ChangeQuizStatusError::from)?;
            }
            let told = told(caller, step.action(), &moved, &*self.ids, now);
            let changes = Changes::at(now).save_quiz(moved.clone()).audit(told);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(moved)
        })
        .await
    }
}
