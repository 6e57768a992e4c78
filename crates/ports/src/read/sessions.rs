use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::ids::{GameSessionId, QuestionId, UserId};
use ludger_domain::quiz::{JoinCode, PlayerAnswer, QuizSession};

/// Quiz sessions and what was answered in them.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait QuizSessions: Send + Sync + 'static {
    /// A session.
    async fn find(&self, id: GameSessionId) -> Result<Option<QuizSession>, Unavailable>;
    /// The solo session that a user has not finished.
    async fn open_solo_of(&self, user: UserId) -> Result<Option<QuizSession>, Unavailable>;
    /// The session that is not finished and joined by this code.
    async fn by_code(&self, code: &JoinCode) -> Result<Option<QuizSession>, Unavailable>;
    /// Sessions in which something has to be done by then, the most urgent first, as many as `limit` at most.
    async fn due(
        &self,
        by: Timestamp,
        limit: usize,
    ) -> Result<Vec<(GameSessionId, Timestamp)>, Unavailable>;
    /// The sessions in which a user has a seat, or had one, newest first; not those that they were kicked out of.
    async fn list(
        &self,
        filter: &QuizSessionFilter,
        page: PageRequest<GameSessionId>,
    ) -> Result<Page<QuizSession, GameSessionId>, Unavailable>;
    /// What was answered in a session, in the order of answering.
    async fn answers(&self, id: GameSessionId) -> Result<Vec<PlayerAnswer>, Unavailable>;
    /// How many have answered one question of a session.
    async fn answer_count(
        &self,
        id: GameSessionId,
        question: QuestionId,
    ) -> Result<usize, Unavailable>;
    /// What was answered to one question of a session, in the order of answering.
    async fn answers_to(
        &self,
        id: GameSessionId,
        question: QuestionId,
    ) -> Result<Vec<PlayerAnswer>, Unavailable>;
}

/// Which sessions a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizSessionFilter {
    /// Played by this user.
    pub user: UserId,
    /// Only finished ones, or only others.
    pub finished: Option<bool>,
}
