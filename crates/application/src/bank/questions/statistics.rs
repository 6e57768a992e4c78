use super::find::FindQuestionError;
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::Permission;
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{Question, QuestionStatistics};
use ludger_ports::read::Questions;
use std::sync::Arc;

/// Shows how a question did.
pub struct ShowQuestionStatistics {
    questions: Arc<dyn Questions>,
}

impl ShowQuestionStatistics {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            questions: ports.questions.clone(),
        }
    }

    /// A question, in the bank or not, and what became of it wherever it was asked.
    ///
    /// # Errors
    /// See [`FindQuestionError`].
    pub async fn run(
        &self,
        caller: &Caller,
        id: QuestionId,
    ) -> Result<(Question, QuestionStatistics), FindQuestionError> {
        caller.principal.must(Permission::QuestionsManage)?;
        let found = self.questions.find(id).await.map_err(Outage::from)?;
        let question = found.ok_or(FindQuestionError::NotFound)?;
        let statistics = self.questions.statistics(id).await.map_err(Outage::from)?;
        Ok((question, statistics))
    }
}
