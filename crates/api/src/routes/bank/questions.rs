//! What is asked, with its right answers: all of this takes the permission to manage questions.

mod answer;
mod create;
mod delete;
mod find;
mod list;
mod replace;
mod statistics;
mod write;

use super::media::ApiMedia;
use crate::endpoint::Endpoint;
use crate::extract::version_tag;
use crate::problem::Code;
use crate::words;
use actix_web::HttpResponse;
use actix_web::HttpResponseBuilder;
use answer::ApiAnswer;
use ludger_domain::Timestamp;
use ludger_domain::ids::{QuestionId, TopicId};
use ludger_domain::quiz::{Question, QuestionDraft, QuestionKind};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(paths(
    list::list_questions,
    create::create_question,
    find::get_question,
    replace::replace_question,
    delete::delete_question,
    statistics::get_question_statistics,
))]
pub(super) struct Documented;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let kept = &[Code::Forbidden];
    vec![
        Endpoint::at("/v1/questions")
            .get(list::list_questions, kept)
            .post(create::create_question, kept),
        Endpoint::at("/v1/questions/{id}")
            .get(find::get_question, kept)
            .put(replace::replace_question, kept)
            .delete(
                delete::delete_question,
                &[Code::Forbidden, Code::QuestionInUse],
            ),
        Endpoint::at("/v1/questions/{id}/statistics")
            .get(statistics::get_question_statistics, kept),
    ]
}

/// A question of the bank.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Question)]
struct ApiQuestion {
    #[schema(value_type = Uuid)]
    id: QuestionId,
    /// The topic that it belongs to.
    #[schema(value_type = Uuid)]
    topic: TopicId,
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    /// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
    #[schema(example = 1, minimum = 1, maximum = 5)]
    difficulty: i64,
    /// What is asked.
    #[schema(example = "Which planet is nearest to the Sun?")]
    content: String,
    /// Shown after the answer; may be empty.
    #[schema(example = "Mercury takes 88 days for its way round the Sun.")]
    explanation: String,
    /// What it is worth where that counts.
    #[schema(example = 100)]
    points: i64,
    /// Lower case, sorted, without repeats.
    #[schema(example = json!(["planets"]))]
    tags: Vec<String>,
    /// What it shows or plays besides, in the author's order.
    media: Vec<ApiMedia>,
    /// In the author's order.
    answers: Vec<ApiAnswer>,
    /// Counts changes, from 1.
    #[schema(example = 1)]
    version: i64,
    created_at: Timestamp,
}

impl From<Question> for ApiQuestion {
    fn from(question: Question) -> Self {
        let draft = question.draft();
        let QuestionDraft {
            kind,
            difficulty,
            content,
            explanation,
            points,
            tags,
            media,
            answers,
        } = draft;
        Self {
            id: question.id,
            topic: question.topic,
            kind,
            difficulty,
            content,
            explanation,
            points,
            tags,
            media: media.into_iter().map(ApiMedia::from).collect(),
            answers: answers.into_iter().map(ApiAnswer::from).collect(),
            version: question.version,
            created_at: question.created_at,
        }
    }
}

impl ApiQuestion {
    /// As the answer to a change.
    fn answer(self, mut answer: HttpResponseBuilder) -> HttpResponse {
        answer.insert_header(version_tag(self.version)).json(self)
    }
}
