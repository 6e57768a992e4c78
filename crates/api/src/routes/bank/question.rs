//! Questions, as they are asked for and told of: with their right answers, for those who keep the bank.

use crate::words;
use jiff::Timestamp;
use ludger_domain::ids::{AnswerId, QuestionId, TopicId};
use ludger_domain::quiz::{self, AnswerDraft, QuestionDraft, QuestionKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A question to be added, or what one is to become.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewQuestion {
    /// What it belongs to.
    pub(super) topic: Uuid,
    /// How it is answered. A question keeps its kind for ever.
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    /// 1 (novice) to 5 (grandmaster).
    #[serde(default = "medium")]
    #[schema(minimum = 1, maximum = 5, default = 3)]
    difficulty: i64,
    /// A subset of Markdown.
    #[schema(example = "What is 6 × 7?", min_length = 1, max_length = 1000)]
    content: String,
    /// Why the right answer is right; shown after the answer.
    #[serde(default)]
    #[schema(max_length = 2000)]
    explanation: String,
    #[serde(default = "hundred")]
    #[schema(minimum = 1, maximum = 10000, default = 100)]
    points: i64,
    #[serde(default)]
    tags: Vec<String>,
    /// 2 to 6 for kinds with choices, one of them right at least.
    answers: Vec<NewAnswer>,
}

/// An answer of a question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewQuestionAnswer)]
pub(crate) struct NewAnswer {
    #[schema(example = "42", max_length = 500)]
    content: String,
    #[serde(default)]
    is_correct: bool,
    /// What it is to be matched with, for `match`.
    counterpart: Option<String>,
    /// What it is worth in percent, where an import says so.
    weight: Option<i32>,
    /// What is said to whoever picks it.
    feedback: Option<String>,
}

/// A question with its answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Question {
    /// Unique.
    #[schema(value_type = Uuid)]
    id: QuestionId,
    #[schema(value_type = Uuid)]
    topic: TopicId,
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    #[schema(minimum = 1, maximum = 5)]
    difficulty: i64,
    content: String,
    explanation: String,
    points: i64,
    tags: Vec<String>,
    answers: Vec<Answer>,
    /// Counts changes, from 1.
    pub(super) version: i64,
    created_at: Timestamp,
}

/// An answer of a question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QuestionAnswer)]
pub(crate) struct Answer {
    #[schema(value_type = Uuid)]
    id: AnswerId,
    content: String,
    is_correct: bool,
    #[schema(required)]
    counterpart: Option<String>,
    #[schema(required)]
    weight: Option<i32>,
    #[schema(required)]
    feedback: Option<String>,
}

const fn medium() -> i64 {
    3
}

const fn hundred() -> i64 {
    100
}

impl From<NewQuestion> for QuestionDraft {
    fn from(new: NewQuestion) -> Self {
        Self {
            kind: new.kind,
            difficulty: new.difficulty,
            content: new.content,
            explanation: new.explanation,
            points: new.points,
            tags: new.tags,
            answers: new.answers.into_iter().map(AnswerDraft::from).collect(),
        }
    }
}

impl From<NewAnswer> for AnswerDraft {
    fn from(new: NewAnswer) -> Self {
        let NewAnswer { content, is_correct, counterpart, weight, feedback } = new;
        Self { content, is_correct, counterpart, weight, feedback }
    }
}

impl From<quiz::Question> for Question {
    fn from(question: quiz::Question) -> Self {
        Self {
            id: question.id,
            topic: question.topic,
            kind: question.kind,
            difficulty: question.difficulty.level(),
            content: question.content,
            explanation: question.explanation,
            points: question.points,
            tags: question.tags,
            answers: question.answers.into_iter().map(Answer::from).collect(),
            version: question.version,
            created_at: question.created_at,
        }
    }
}

impl From<quiz::Answer> for Answer {
    fn from(answer: quiz::Answer) -> Self {
        let quiz::Answer { id, content, is_correct, counterpart, weight, feedback } = answer;
        Self { id, content, is_correct, counterpart, weight, feedback }
    }
}
