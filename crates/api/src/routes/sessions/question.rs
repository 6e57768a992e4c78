use super::errors;
use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use jiff::Timestamp;
use ludger_application::play::ShowQuestionError;
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::quiz::{self, Letter, QuestionKind, QuestionView};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A question before its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CurrentQuestion {
    #[schema(value_type = Uuid)]
    question: QuestionId,
    /// Its place in the session, from 1.
    number: i64,
    /// How many the session asks at most.
    of: i64,
    /// A subset of Markdown.
    #[schema(example = "What is 6 × 7?")]
    content: String,
    /// How it is answered.
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    /// 1 (novice) to 5 (grandmaster).
    #[schema(minimum = 1, maximum = 5)]
    difficulty: i64,
    /// What you can pick.
    choices: Vec<Choice>,
    /// When you first saw it: the start of its clock.
    served_at: Timestamp,
}

/// One choice.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Choice {
    /// What to answer with.
    #[schema(schema_with = words::letter)]
    letter: Letter,
    #[schema(example = "42")]
    text: String,
}

/// Get the question that is to be answered now
///
/// Without anything that gives its answer away. The first look starts its clock.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/question", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the session.")),
    responses((status = 200, description = "The question.", body = CurrentQuestion))
)]
pub(super) async fn current_question(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let view = state.use_cases.play.question.run(&caller, id).await.map_err(problem)?;
    Ok(HttpResponse::Ok().json(CurrentQuestion::from(view)))
}

fn problem(error: ShowQuestionError) -> Problem {
    match error {
        ShowQuestionError::Forbidden(forbidden) => forbidden.into(),
        ShowQuestionError::NotFound => Problem::not_found(),
        ShowQuestionError::Refused(error) => errors::answer(error),
        ShowQuestionError::Outage(outage) => outage.into(),
    }
}

impl From<QuestionView> for CurrentQuestion {
    fn from(view: QuestionView) -> Self {
        Self {
            question: view.question,
            number: view.number,
            of: view.of,
            content: view.content,
            kind: view.kind,
            difficulty: view.difficulty.level(),
            choices: view.choices.into_iter().map(Choice::from).collect(),
            served_at: view.served_at,
        }
    }
}

impl From<quiz::Choice> for Choice {
    fn from(quiz::Choice { letter, text }: quiz::Choice) -> Self {
        Self { letter, text }
    }
}
