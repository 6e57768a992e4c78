use crate::{Caller, Outage, Ports};
use ludger_domain::quiz::{Question, Star};
use ludger_ports::read::{Questions, StarPosition, Stars};
use ludger_ports::{Page, PageRequest};
use std::collections::HashMap;
use std::sync::Arc;

/// Shows the questions that a user wants to come back to.
pub struct ListStars {
    questions: Arc<dyn Questions>,
    stars: Arc<dyn Stars>,
}

/// A star, and what it is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarredQuestion {
    /// The star.
    pub star: Star,
    /// The question as it is now; whoever shows it leaves its answers out.
    pub question: Question,
}

impl ListStars {
    pub(in crate::bank) fn new(ports: &Ports) -> Self {
        Self {
            questions: ports.questions.clone(),
            stars: ports.stars.clone(),
        }
    }

    /// The caller's stars, newest first.
    ///
    /// # Errors
    /// See [`Outage`].
    pub async fn run(
        &self,
        caller: &Caller,
        page: PageRequest<StarPosition>,
    ) -> Result<Page<StarredQuestion, StarPosition>, Outage> {
        let Page { items, next } = self.stars.list(caller.principal.user, page).await?;
        let ids: Vec<_> = items.iter().map(|star| star.question).collect();
        let found = self.questions.find_all(&ids).await?.into_iter();
        let mut of: HashMap<_, _> = found.map(|question| (question.id, question)).collect();
        let starred = items.into_iter().filter_map(|star| {
            let question = of.remove(&star.question)?;
            Some(StarredQuestion { star, question })
        });
        let items = starred.collect();
        Ok(Page { items, next })
    }
}
