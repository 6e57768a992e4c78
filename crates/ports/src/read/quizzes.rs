use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use ludger_domain::ids::{QuizId, TopicId};
use ludger_domain::quiz::{Quiz, QuizStatus};
use serde::{Deserialize, Serialize};

/// The quizzes. A look-up by id finds deleted ones too: sessions may have been made of it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Quizzes: Send + Sync + 'static {
    /// A quiz.
    async fn find(&self, id: QuizId) -> Result<Option<Quiz>, Unavailable>;
    /// Those that are not deleted, in the filter's order.
    async fn list(
        &self,
        filter: &QuizFilter,
        page: PageRequest<QuizPosition>,
    ) -> Result<Page<Quiz, QuizPosition>, Unavailable>;
}

/// Which quizzes a list shows, and in which order; every other part narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuizFilter {
    /// Where they are in their life.
    pub status: Option<QuizStatus>,
    /// About this topic.
    pub topic: Option<TopicId>,
    /// With this text in title or description, without regard to case.
    pub text: Option<String>,
    /// What comes first.
    pub order: QuizOrder,
}

/// What comes first in a list of quizzes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuizOrder {
    /// Those that were made last.
    #[default]
    Newest,
    /// Those that were played most; of these, the newest. One that is played while somebody turns the pages may be seen
    /// twice, or not at all.
    MostPlayed,
}

/// Where a quiz stands in a list, whatever its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct QuizPosition {
    /// How often it had been played.
    pub play_count: i64,
    /// Which.
    pub id: QuizId,
}

impl From<&Quiz> for QuizPosition {
    fn from(quiz: &Quiz) -> Self {
        Self {
            play_count: quiz.play_count,
            id: quiz.id,
        }
    }
}
