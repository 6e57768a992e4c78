use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::Question;
use ludger_ports::read::{QuestionFilter, Questions};
use ludger_ports::{Page, PageRequest};
use std::sync::Arc;

/// Shows the questions of the bank with their answers.
pub struct ListQuestions {
    questions: Arc<dyn Questions>,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ListQuestionsError {
    /// Not everyone may see right answers.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// See [`Outage`].
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ListQuestions {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            questions: ports.questions.clone(),
        }
    }

    /// Questions that pass the filter, oldest first.
    pub async fn run(
        &self,
        caller: &Caller,
        filter: &QuestionFilter,
        page: PageRequest<QuestionId>,
    ) -> Result<Page<Question, QuestionId>, ListQuestionsError> {
        caller.principal.must(Permission::QuestionsManage)?;
        Ok(self
            .questions
            .list(filter, page)
            .await
            .map_err(Outage::from)?)
    }
}
