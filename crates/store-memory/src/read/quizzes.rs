use super::page;
use crate::MemoryStore;
use async_trait::async_trait;
use ludger_domain::ids::QuizId;
use ludger_domain::quiz::Quiz;
use ludger_ports::read::{QuizFilter, QuizOrder, QuizPosition, Quizzes};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::cmp::Reverse;

#[async_trait]
impl Quizzes for MemoryStore {
    async fn find(&self, id: QuizId) -> Result<Option<Quiz>, Unavailable> {
        Ok(self.read(|state| state.quizzes.get(&id).cloned()))
    }

    async fn list(
        &self,
        filter: &QuizFilter,
        request: PageRequest<QuizPosition>,
    ) -> Result<Page<Quiz, QuizPosition>, Unavailable> {
        let rank = |at: QuizPosition| match filter.order {
            QuizOrder::Newest => Reverse((0, at.id)),
            QuizOrder::MostPlayed => Reverse((at.play_count, at.id)),
        };
        Ok(self.read(|state| {
            let shown = state.live_quizzes().filter(|quiz| {
                is_shown(quiz, filter)
                    && request
                        .after
                        .is_none_or(|after| rank(QuizPosition::from(*quiz)) > rank(after))
            });
            let mut shown: Vec<_> = shown.cloned().collect();
            shown.sort_by_key(|quiz| rank(quiz.into()));
            page(shown.into_iter(), request.limit, |quiz| quiz.into())
        }))
    }
}

fn is_shown(quiz: &Quiz, filter: &QuizFilter) -> bool {
    let holds = |text: &str| {
        let text = text.to_lowercase();
        quiz.title.to_lowercase().contains(&text) || quiz.description.to_lowercase().contains(&text)
    };
    filter.status.is_none_or(|status| quiz.status == status)
        && filter.topic.is_none_or(|topic| quiz.topic == topic)
        && filter.text.as_deref().is_none_or(holds)
}
