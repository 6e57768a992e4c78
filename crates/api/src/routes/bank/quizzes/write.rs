use super::settings::ApiQuizSettings;
use crate::extract::object;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Difficulty, QuizDraft};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a quiz is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Capitals of Europe",
    "topic": "0198c5f0-7a00-7000-8000-000000000001",
    "questions": ["0198c5f0-7a00-7000-8000-000000000002"],
    "settings": {"hearts": 3, "scoring": "half_linear", "question_time_ms": 20000},
}))]
pub(super) struct NewQuiz {
    #[schema(min_length = 1, max_length = 255)]
    title: String,
    /// May be empty.
    #[serde(default)]
    #[schema(max_length = 2000)]
    description: String,
    /// What it is about. Its questions may be of other topics.
    #[schema(value_type = Uuid)]
    topic: TopicId,
    /// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
    #[serde(default = "journeyman")]
    #[schema(minimum = 1, maximum = 5, default = journeyman)]
    difficulty: i64,
    /// In the order in which they are asked; each once. A quiz that is published asks one at least.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, max_items = 100)]
    questions: Vec<QuestionId>,
    #[serde(default, deserialize_with = "object")]
    settings: ApiQuizSettings,
}

fn journeyman() -> i64 {
    Difficulty::MEDIUM.level()
}

impl NewQuiz {
    /// The topic, and what is to be played.
    pub(super) fn draft(self) -> (TopicId, QuizDraft) {
        let draft = QuizDraft {
            title: self.title,
            description: self.description,
            difficulty: self.difficulty,
            questions: self.questions,
            settings: self.settings.into(),
        };
        (self.topic, draft)
    }
}
