use super::{check_places, placed, told, unknown_topic};
use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::fault::Faults;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::{Quiz, QuizDraft};
use ludger_ports::read::{Questions, Topics};
use ludger_ports::{Changes, Clock, Expectation, Ids, Store};
use std::sync::Arc;

/// Puts a quiz together, as a draft.
pub struct CreateQuiz {
    store: Arc<dyn Store>,
    topics: Arc<dyn Topics>,
    questions: Arc<dyn Questions>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why there is no such quiz.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CreateQuizError {
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

impl Rejected for CreateQuizError {
    fn stale(expectation: &Expectation) -> Option<Self> {
        matches!(expectation, Expectation::TopicThere(_))
            .then(|| Self::Invalid(unknown_topic().into()))
    }
}

impl CreateQuiz {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            store: ports.store.clone(),
            topics: ports.topics.clone(),
            questions: ports.questions.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The draft, at version 1.
    ///
    /// # Errors
    /// See [`CreateQuizError`].
    pub async fn run(
        &self,
        caller: &Caller,
        topic: TopicId,
        draft: QuizDraft,
    ) -> Result<Quiz, CreateQuizError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let now = self.clock.now();
        let places = check_places((&*self.topics, &*self.questions), topic, &draft).await?;
        let (id, author) = (self.ids.next().into(), caller.principal.user);
        let quiz = placed(Quiz::new(id, author, topic, draft, now), places)?;
        retry_stale(async || {
            let told = told(caller, AuditAction::QuizCreate, &quiz, &*self.ids, now);
            let changes = Changes::at(now).save_quiz(quiz.clone()).audit(told);
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(quiz.clone())
        })
        .await
    }
}
