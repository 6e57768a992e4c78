use ludger_domain::quiz::AnswerDraft;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One answer of a question. What its fields mean depends on the question's kind.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Answer)]
pub(super) struct ApiAnswer {
    /// What is shown. For `numeric` the lower bound, as a decimal.
    #[schema(example = "Mercury", min_length = 1, max_length = 500)]
    content: String,
    /// Whether it is right. Always so for `text`, `numeric`, `order` and `match`.
    #[serde(default)]
    #[schema(example = true)]
    is_correct: bool,
    /// The other side of a `match` pair; the upper bound of a `numeric` range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 500)]
    counterpart: Option<String>,
    /// What picking it adds to the mark, in thousandths of a percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -100_000, maximum = 100_000)]
    weight: Option<i32>,
    /// Shown after this answer was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 1000)]
    feedback: Option<String>,
}

impl From<AnswerDraft> for ApiAnswer {
    fn from(draft: AnswerDraft) -> Self {
        let AnswerDraft {
            content,
            is_correct,
            counterpart,
            weight,
            feedback,
        } = draft;
        Self {
            content,
            is_correct,
            counterpart,
            weight,
            feedback,
        }
    }
}

impl From<ApiAnswer> for AnswerDraft {
    fn from(answer: ApiAnswer) -> Self {
        let ApiAnswer {
            content,
            is_correct,
            counterpart,
            weight,
            feedback,
        } = answer;
        Self {
            content,
            is_correct,
            counterpart,
            weight,
            feedback,
        }
    }
}
