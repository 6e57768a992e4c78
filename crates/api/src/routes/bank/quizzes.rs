//! Questions put together to be played. Who keeps the bank writes them; everybody sees those that are published.

mod create;
mod delete;
mod find;
mod list;
mod replace;
mod settings;
mod status;
mod write;

use crate::endpoint::Endpoint;
use crate::extract::whole;
use crate::problem::{Code, Problem};
use crate::words;
use actix_web::HttpResponse;
use ludger_application::bank::ShownQuiz;
use ludger_domain::Timestamp;
use ludger_domain::ids::{QuestionId, QuizId, TopicId, UserId};
use ludger_domain::quiz::{Quiz, QuizStateError, QuizStatus};
use serde::Serialize;
use settings::ApiQuizSettings;
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(paths(
    list::list_quizzes,
    create::create_quiz,
    find::get_quiz,
    replace::replace_quiz,
    delete::delete_quiz,
    status::publish_quiz,
    status::archive_quiz,
    status::reopen_quiz,
))]
pub(super) struct Documented;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let kept = &[Code::Forbidden];
    let moved = &[Code::Forbidden, Code::QuizState];
    let published = &[Code::Forbidden, Code::QuizState, Code::ValidationFailed];
    vec![
        Endpoint::at("/v1/quizzes")
            .get(list::list_quizzes, &[])
            .post(create::create_quiz, kept),
        Endpoint::at("/v1/quizzes/{id}")
            .get(find::get_quiz, &[])
            .put(replace::replace_quiz, moved)
            .delete(delete::delete_quiz, moved),
        Endpoint::at("/v1/quizzes/{id}/publish").post(status::publish_quiz, published),
        Endpoint::at("/v1/quizzes/{id}/archive").post(status::archive_quiz, moved),
        Endpoint::at("/v1/quizzes/{id}/reopen").post(status::reopen_quiz, moved),
    ]
}

/// Questions put together to be played.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Quiz)]
struct ApiQuiz {
    #[schema(value_type = Uuid)]
    id: QuizId,
    #[schema(example = "Capitals of Europe")]
    title: String,
    /// May be empty.
    #[schema(example = "From Lisbon to Riga")]
    description: String,
    /// What it is about.
    #[schema(value_type = Uuid)]
    topic: TopicId,
    /// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
    #[schema(example = 2, minimum = 1, maximum = 5)]
    difficulty: i64,
    /// How many questions it asks.
    #[schema(example = 10)]
    question_count: usize,
    /// Which, in their order. For those who may manage questions; others do not get it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Uuid>>, nullable = false)]
    questions: Option<Vec<QuestionId>>,
    settings: ApiQuizSettings,
    #[schema(schema_with = words::quiz_status)]
    status: QuizStatus,
    /// How many sessions of it were finished.
    #[schema(example = 12)]
    play_count: i64,
    /// Who put it together. For those who may manage questions; others do not get it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>, nullable = false)]
    author: Option<UserId>,
    /// Counts changes, from 1; being played is none.
    #[schema(example = 1)]
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl From<ShownQuiz> for ApiQuiz {
    fn from(shown: ShownQuiz) -> Self {
        let (quiz, is_whole) = match shown {
            ShownQuiz::Whole(quiz) => (quiz, true),
            ShownQuiz::Outside(quiz) => (quiz, false),
        };
        Self {
            id: quiz.id,
            title: quiz.title,
            description: quiz.description,
            topic: quiz.topic,
            difficulty: quiz.difficulty.level(),
            question_count: quiz.questions.len(),
            questions: is_whole.then_some(quiz.questions),
            settings: quiz.settings.into(),
            status: quiz.status,
            play_count: quiz.play_count,
            author: is_whole.then_some(quiz.author),
            version: quiz.version,
            created_at: quiz.created_at,
            updated_at: quiz.updated_at,
        }
    }
}

/// As the answer to a change.
fn changed(quiz: Quiz) -> Result<HttpResponse, Problem> {
    let quiz = ApiQuiz::from(ShownQuiz::Whole(quiz));
    whole(quiz.version, &quiz)
}

impl From<QuizStateError> for Problem {
    fn from(error: QuizStateError) -> Self {
        Self::new(Code::QuizState)
            .detail(error.to_string())
            .with("quiz_status", error.is.as_str())
            .with("needed", error.needed.as_str())
    }
}
