use super::ShownQuiz;
use crate::{Caller, Outage, Ports};
use ludger_domain::ids::QuizId;
use ludger_ports::read::Quizzes;
use std::sync::Arc;

/// Shows one quiz.
pub struct FindQuiz {
    quizzes: Arc<dyn Quizzes>,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindQuizError {
    /// There is none; or it is not published, and the caller does not keep the bank.
    #[error("there is no such quiz")]
    NotFound,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl FindQuiz {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            quizzes: ports.quizzes.clone(),
        }
    }

    /// The quiz, as far as the caller may see it.
    ///
    /// # Errors
    /// See [`FindQuizError`].
    pub async fn run(&self, caller: &Caller, id: QuizId) -> Result<ShownQuiz, FindQuizError> {
        let found = self.quizzes.find(id).await.map_err(Outage::from)?;
        found
            .and_then(|quiz| ShownQuiz::to(caller, quiz))
            .ok_or(FindQuizError::NotFound)
    }
}
