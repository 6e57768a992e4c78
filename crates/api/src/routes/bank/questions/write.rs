use super::super::media::ApiMedia;
use super::answer::ApiAnswer;
use crate::extract::objects;
use crate::words;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::{AnswerDraft, Difficulty, Media, QuestionDraft, QuestionKind};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a question is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "topic": "0198c5f0-7a00-7000-8000-000000000001",
    "kind": "single",
    "difficulty": 1,
    "content": "Which planet is nearest to the Sun?",
    "explanation": "Mercury takes 88 days for its way round the Sun.",
    "tags": ["planets"],
    "answers": [
        {"content": "Mercury", "is_correct": true},
        {"content": "Venus", "feedback": "The second one."},
        {"content": "Mars"},
    ],
}))]
pub(super) struct NewQuestion {
    /// The topic that it belongs to.
    #[schema(value_type = Uuid)]
    topic: TopicId,
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    /// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
    #[serde(default = "journeyman")]
    #[schema(minimum = 1, maximum = 5, default = journeyman)]
    difficulty: i64,
    /// What is asked, in a subset of Markdown.
    #[schema(min_length = 1, max_length = 1000)]
    content: String,
    /// Shown after the answer.
    #[serde(default)]
    #[schema(max_length = 2000)]
    explanation: String,
    /// What it is worth where that counts.
    #[serde(default = "hundred")]
    #[schema(minimum = 1, maximum = 10_000, default = hundred)]
    points: i64,
    /// Each of 1 to 40 characters.
    #[serde(default)]
    #[schema(schema_with = words::tags)]
    tags: Vec<String>,
    /// What it shows or plays besides.
    #[serde(default, deserialize_with = "objects")]
    #[schema(max_items = 4)]
    media: Vec<ApiMedia>,
    /// 2 to 6 where one picks, orders or matches; up to 20 where they are what is accepted.
    #[serde(deserialize_with = "objects")]
    #[schema(min_items = 1, max_items = 20)]
    answers: Vec<ApiAnswer>,
}

fn journeyman() -> i64 {
    Difficulty::MEDIUM.level()
}

fn hundred() -> i64 {
    100
}

impl NewQuestion {
    /// The topic, and what is to be asked in it.
    pub(super) fn draft(self) -> (TopicId, QuestionDraft) {
        let draft = QuestionDraft {
            kind: self.kind,
            difficulty: self.difficulty,
            content: self.content,
            explanation: self.explanation,
            points: self.points,
            tags: self.tags,
            media: self.media.into_iter().map(Media::from).collect(),
            answers: self.answers.into_iter().map(AnswerDraft::from).collect(),
        };
        (self.topic, draft)
    }
}
