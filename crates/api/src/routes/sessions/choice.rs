use crate::words;
use ludger_domain::quiz::{Choice, Letter};
use serde::Serialize;
use utoipa::ToSchema;

/// One choice as a player sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Choice)]
pub(super) struct ApiChoice {
    /// What to answer with.
    #[schema(schema_with = words::letter)]
    choice: Letter,
    /// What is shown.
    #[schema(example = "Mercury")]
    content: String,
}

impl From<Choice> for ApiChoice {
    fn from(Choice { letter, text }: Choice) -> Self {
        Self {
            choice: letter,
            content: text,
        }
    }
}
