use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use ludger_domain::ids::{GameSessionId, UserId};
use ludger_domain::quiz::{PlayerAnswer, QuizSession};

/// Quiz sessions and what was answered in them.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait QuizSessions: Send + Sync + 'static {
    /// A session.
    async fn find(&self, id: GameSessionId) -> Result<Option<QuizSession>, Unavailable>;
    /// The solo session that a user has not finished.
    async fn open_solo_of(&self, user: UserId) -> Result<Option<QuizSession>, Unavailable>;
    /// A user's sessions, newest first.
    async fn list(
        &self,
        filter: &QuizSessionFilter,
        page: PageRequest<GameSessionId>,
    ) -> Result<Page<QuizSession, GameSessionId>, Unavailable>;
    /// What was answered in a session, in the order of answering.
    async fn answers(&self, id: GameSessionId) -> Result<Vec<PlayerAnswer>, Unavailable>;
}

/// Which sessions a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizSessionFilter {
    /// Of this user.
    pub user: UserId,
    /// Only finished ones, or only others.
    pub finished: Option<bool>,
}
