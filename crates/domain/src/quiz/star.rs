use crate::Timestamp;
use crate::ids::{QuestionId, UserId};
use serde::{Deserialize, Serialize};

/// A user wants to come back to a question. There is one for each user and question at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Star {
    /// Who.
    pub user: UserId,
    /// To what.
    pub question: QuestionId,
    /// Since when.
    pub starred_at: Timestamp,
}
