use super::page;
use crate::MemoryStore;
use async_trait::async_trait;
use ludger_domain::ids::{QuestionId, UserId};
use ludger_domain::quiz::Star;
use ludger_ports::read::{StarPosition, Stars};
use ludger_ports::{Page, PageRequest, Unavailable};
use std::cmp::Reverse;

#[async_trait]
impl Stars for MemoryStore {
    async fn has_met(&self, user: UserId, question: QuestionId) -> Result<bool, Unavailable> {
        Ok(self.read(|state| {
            let mut answers = state.player_answers.values();
            answers.any(|answer| answer.user == user && answer.question == question)
        }))
    }

    async fn list(
        &self,
        user: UserId,
        request: PageRequest<StarPosition>,
    ) -> Result<Page<Star, StarPosition>, Unavailable> {
        Ok(self.read(|state| {
            let theirs = state.stars.values().filter(|star| star.user == user);
            let behind = |star: &&Star| {
                let after = request.after;
                after.is_none_or(|after| StarPosition::from(*star) < after)
            };
            let mut stars: Vec<_> = theirs.filter(behind).copied().collect();
            stars.sort_by_key(|star| Reverse(StarPosition::from(star)));
            page(stars.into_iter(), request.limit, |star| star.into())
        }))
    }
}
