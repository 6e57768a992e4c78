use super::{before, page};
use crate::MemoryStore;
use async_trait::async_trait;
use ludger_domain::ids::{GameSessionId, UserId};
use ludger_domain::quiz::{PlayerAnswer, QuizSession, Status};
use ludger_ports::read::{QuizSessionFilter, QuizSessions};
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl QuizSessions for MemoryStore {
    async fn find(&self, id: GameSessionId) -> Result<Option<QuizSession>, Unavailable> {
        Ok(self.read(|state| state.quiz_sessions.get(&id).cloned()))
    }

    async fn open_solo_of(&self, user: UserId) -> Result<Option<QuizSession>, Unavailable> {
        Ok(self.read(|state| {
            state
                .quiz_sessions
                .get(state.open_solos.get(&user)?)
                .cloned()
        }))
    }

    async fn list(
        &self,
        filter: &QuizSessionFilter,
        request: PageRequest<GameSessionId>,
    ) -> Result<Page<QuizSession, GameSessionId>, Unavailable> {
        let QuizSessionFilter { user, finished } = *filter;
        Ok(self.read(|state| {
            let sessions = state
                .quiz_sessions
                .range(before(request.after))
                .rev()
                .map(|(_, session)| session);
            let shown = sessions.filter(|session| {
                session.user == user
                    && finished
                        .is_none_or(|finished| (session.status == Status::Finished) == finished)
            });
            page(shown.cloned(), request.limit, |session| session.id)
        }))
    }

    async fn answers(&self, id: GameSessionId) -> Result<Vec<PlayerAnswer>, Unavailable> {
        Ok(self.read(|state| {
            let given = state
                .player_answers
                .values()
                .filter(|answer| answer.session == id);
            let mut answers: Vec<_> = given.copied().collect();
            answers.sort_by_key(|answer| (answer.answered_at, answer.id));
            answers
        }))
    }
}
