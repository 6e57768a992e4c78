use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::Question;
use ludger_ports::read::Questions;
use std::sync::Arc;

/// Shows one question with its answers.
pub struct FindQuestion {
    questions: Arc<dyn Questions>,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindQuestionError {
    /// Not everyone may see right answers.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The bank has no such question.
    #[error("there is no such question")]
    NotFound,
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl FindQuestion {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            questions: ports.questions.clone(),
        }
    }

    /// A question of the bank.
    pub async fn run(
        &self,
        caller: &Caller,
        id: QuestionId,
    ) -> Result<Question, FindQuestionError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let found = self.questions.find(id).await.map_err(Outage::from)?;
        found
            .filter(|question| question.deleted_at.is_none())
            .ok_or(FindQuestionError::NotFound)
    }
}
