use super::super::VersionMismatch;
use super::{check_places, placed, told, unknown_topic};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::{QuizId, TopicId};
use ludger_domain::quiz::{Quiz, QuizDraft, QuizStateError, QuizStatus};
use ludger_ports::read::{Questions, Quizzes, Topics};
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use std::sync::Arc;

/// Gives a draft another content.
pub struct EditQuiz {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    questions: Arc<dyn Questions>,
    quizzes: Arc<dyn Quizzes>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why a quiz stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EditQuizError {
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
    /// Fields that break their rules; `/topic` is the topic's.
    #[error(transparent)]
    Invalid(#[from] Faults),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for EditQuizError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::TopicThere(_))
            .then(|| Self::Invalid(unknown_topic().into()))
    }
}

impl EditQuiz {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            topics: ports.topics.clone(),
            questions: ports.questions.clone(),
            quizzes: ports.quizzes.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The draft as it is now. With an `expected` version it changes no other one.
    ///
    /// # Errors
    /// See [`EditQuizError`].
    pub async fn run(
        &self,
        caller: &Caller,
        id: QuizId,
        expected: Option<i64>,
        (topic, draft): (TopicId, QuizDraft),
    ) -> Result<Quiz, EditQuizError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        retry_stale(async || {
            let found = self.quizzes.find(id).await.map_err(Attempt::outage)?;
            let quiz = found
                .filter(|quiz| quiz.deleted_at.is_none())
                .ok_or(EditQuizError::NotFound)?;
            VersionMismatch::check(expected, quiz.version).map_err(EditQuizError::from)?;
            quiz.must_be(QuizStatus::Draft)
                .map_err(EditQuizError::from)?;
            let reads = (&*self.topics, &*self.questions);
            let places = check_places(reads, topic, &draft).await;
            let places = places.map_err(EditQuizError::from)?;
            let edited = placed(quiz.edit(topic, draft.clone(), now), places);
            let edited = edited.map_err(EditQuizError::from)?;
            let told = told(caller, AuditAction::QuizEdit, &edited, &*self.ids, now);
            let changes = Changes::at(now).save_quiz(edited.clone()).audit(told);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(edited)
        })
        .await
    }
}
