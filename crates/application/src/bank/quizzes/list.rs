use super::{ShownQuiz, manages};
use crate::{Caller, Outage, Ports};
use ludger_domain::quiz::QuizStatus;
use ludger_ports::read::{QuizFilter, QuizPosition, Quizzes};
use ludger_ports::{Page, PageRequest};
use std::sync::Arc;

/// Shows the quizzes.
pub struct ListQuizzes {
    quizzes: Arc<dyn Quizzes>,
}

impl ListQuizzes {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            quizzes: ports.quizzes.clone(),
        }
    }

    /// Quizzes that pass the filter; to who does not keep the bank, published ones alone.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(
        &self,
        caller: &Caller,
        filter: &QuizFilter,
        page: PageRequest<QuizPosition>,
    ) -> Result<Page<ShownQuiz, QuizPosition>, Outage> {
        let mut filter = filter.clone();
        if !manages(caller) {
            let published = QuizStatus::Published;
            if filter.status.is_some_and(|status| status != published) {
                let (items, next) = (Vec::new(), None);
                return Ok(Page { items, next });
            }
            filter.status = Some(published);
        }
        let Page { items, next } = self.quizzes.list(&filter, page).await?;
        let shown = items.into_iter();
        let items = shown
            .filter_map(|quiz| ShownQuiz::to(caller, quiz))
            .collect();
        Ok(Page { items, next })
    }
}
