//! Topics, as they are told of.

use jiff::Timestamp;
use ludger_application::bank::ListedTopic;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A subject of questions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Topic {
    /// Unique.
    #[schema(value_type = Uuid)]
    id: TopicId,
    /// Unique, without regard to case.
    #[schema(example = "World history")]
    title: String,
    /// May be empty.
    description: String,
    /// Counts changes, from 1.
    pub(super) version: i64,
    /// When it was made.
    created_at: Timestamp,
}

/// A topic, and what there is of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TopicWithCounts {
    #[serde(flatten)]
    topic: Topic,
    /// How many questions it has.
    questions: u64,
    /// How many of them sessions can ask.
    playable: u64,
}

impl From<quiz::Topic> for Topic {
    fn from(topic: quiz::Topic) -> Self {
        Self {
            id: topic.id,
            title: topic.title,
            description: topic.description,
            version: topic.version,
            created_at: topic.created_at,
        }
    }
}

impl From<ListedTopic> for TopicWithCounts {
    fn from(ListedTopic { topic, questions, playable }: ListedTopic) -> Self {
        Self { topic: topic.into(), questions, playable }
    }
}
