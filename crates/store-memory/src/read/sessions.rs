use super::{before, page};
use crate::MemoryStore;
use crate::state::State;
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::ids::{GameSessionId, QuestionId, UserId};
use ludger_domain::quiz::{JoinCode, PlayerAnswer, QuizSession, Status};
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

    async fn by_code(&self, code: &JoinCode) -> Result<Option<QuizSession>, Unavailable> {
        Ok(self.read(|state| {
            let id = state.join_codes.get(code)?;
            state.quiz_sessions.get(id).cloned()
        }))
    }

    async fn due(
        &self,
        by: Timestamp,
        limit: usize,
    ) -> Result<Vec<(GameSessionId, Timestamp)>, Unavailable> {
        Ok(self.read(|state| {
            let sessions = state.quiz_sessions.values();
            let due = sessions.filter_map(|session| Some((session.id, session.due_at()?)));
            let mut due: Vec<_> = due.filter(|(_, at)| *at <= by).collect();
            due.sort_by_key(|(id, at)| (*at, *id));
            due.truncate(limit);
            due
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
                session.player(user).is_some()
                    && finished
                        .is_none_or(|finished| (session.status == Status::Finished) == finished)
            });
            page(shown.cloned(), request.limit, |session| session.id)
        }))
    }

    async fn answers(&self, id: GameSessionId) -> Result<Vec<PlayerAnswer>, Unavailable> {
        Ok(self.read(|state| {
            let given = state.player_answers.values();
            in_order(given.filter(|answer| answer.session == id))
        }))
    }

    async fn answer_count(
        &self,
        id: GameSessionId,
        question: QuestionId,
    ) -> Result<usize, Unavailable> {
        Ok(self.read(|state| state.answers_to(id, question).count()))
    }

    async fn answers_to(
        &self,
        id: GameSessionId,
        question: QuestionId,
    ) -> Result<Vec<PlayerAnswer>, Unavailable> {
        Ok(self.read(|state| in_order(state.answers_to(id, question))))
    }
}

fn in_order<'a>(answers: impl Iterator<Item = &'a PlayerAnswer>) -> Vec<PlayerAnswer> {
    let mut answers: Vec<_> = answers.cloned().collect();
    answers.sort_by_key(|answer| (answer.answered_at, answer.id));
    answers
}

impl State {
    pub(crate) fn answers_to(
        &self,
        session: GameSessionId,
        question: QuestionId,
    ) -> impl Iterator<Item = &PlayerAnswer> {
        let users = (session, question, UserId::from(uuid::Uuid::nil()))
            ..=(session, question, UserId::from(uuid::Uuid::max()));
        let ids = self.answered.range(users);
        ids.filter_map(|(_, id)| self.player_answers.get(id))
    }
}
