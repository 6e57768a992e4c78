use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use ludger_domain::Timestamp;
use ludger_domain::ids::{QuestionId, UserId};
use ludger_domain::quiz::Star;
use serde::{Deserialize, Serialize};

/// The questions that users want to come back to.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Stars: Send + Sync + 'static {
    /// Whether a user has ever answered a question.
    async fn has_met(&self, user: UserId, question: QuestionId) -> Result<bool, Unavailable>;
    /// A user's stars, newest first.
    async fn list(
        &self,
        user: UserId,
        page: PageRequest<StarPosition>,
    ) -> Result<Page<Star, StarPosition>, Unavailable>;
}

/// Where a star stands in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StarPosition {
    /// Since when there is one.
    pub starred_at: Timestamp,
    /// On what.
    pub question: QuestionId,
}

impl From<&Star> for StarPosition {
    fn from(star: &Star) -> Self {
        Self {
            starred_at: star.starred_at,
            question: star.question,
        }
    }
}
