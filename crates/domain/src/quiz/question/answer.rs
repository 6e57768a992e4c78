use crate::ids::AnswerId;
use serde::{Deserialize, Serialize};

/// What picking an answer adds to the mark, in thousandths of a percent: -100,000 to 100,000 (GIFT writes `%33.333%`).
pub type Weight = i32;

/// One answer of a question. What its fields mean depends on the question's [kind](super::QuestionKind).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Unique.
    pub id: AnswerId,
    /// 1 to 500 characters. For `numeric` the lower bound, as a decimal.
    pub content: String,
    /// Always true where every answer is an accepted one (`text`, `numeric`, `order`, `match`).
    pub is_correct: bool,
    /// The right side of a `match` pair; the upper bound of a `numeric` range.
    pub counterpart: Option<String>,
    /// Partial credit, where the author gave one.
    pub weight: Option<Weight>,
    /// Shown after this answer was given.
    pub feedback: Option<String>,
}
