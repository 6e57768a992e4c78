use super::choice::ApiChoice;
use crate::extract::{Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::play::{SessionSummary, ShowQuestionError};
use ludger_domain::Timestamp;
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::quiz::{QuestionKind, QuestionView};
use serde::Serialize;
use utoipa::ToSchema;

pub(super) const CODES: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionPaused,
    Code::SessionFinished,
    Code::QuestionNotPlayable,
];

/// The question to answer now, with nothing in it that tells the answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CurrentQuestion)]
struct ApiCurrentQuestion {
    #[schema(value_type = Uuid)]
    question_id: QuestionId,
    /// Its place in the session, from 1.
    #[schema(example = 1)]
    number: i64,
    /// How many the session asks at most.
    #[schema(example = 10)]
    of: i64,
    /// What is asked, in a subset of Markdown.
    #[schema(example = "Which planet is nearest to the Sun?")]
    content: String,
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    /// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
    #[schema(example = 1, minimum = 1, maximum = 5)]
    difficulty: i64,
    /// In an order of the session's own.
    choices: Vec<ApiChoice>,
    /// When it was first shown: the start of its clock.
    served_at: Timestamp,
    /// Wrong answers until the end.
    #[schema(example = 3)]
    hearts_left: i64,
    /// The points of all answers.
    #[schema(example = 0)]
    score: i64,
}

/// Show the current question
///
/// The first look starts the clock for its points; no other look does.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/question", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((status = 200, description = "The question.", body = ApiCurrentQuestion))
)]
pub(super) async fn get_current_question(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let play = &state.use_cases.play;
    let view = play.question.run(&caller, id).await?;
    let session = play.find.run(&caller, id).await?;
    Ok(HttpResponse::Ok().json(ApiCurrentQuestion::new(view, &session)))
}

impl ApiCurrentQuestion {
    fn new(view: QuestionView, session: &SessionSummary) -> Self {
        Self {
            question_id: view.question,
            number: view.number,
            of: view.of,
            content: view.content,
            kind: view.kind,
            difficulty: view.difficulty.level(),
            choices: view.choices.into_iter().map(ApiChoice::from).collect(),
            served_at: view.served_at,
            hearts_left: session.hearts_left,
            score: session.score,
        }
    }
}

impl From<ShowQuestionError> for Problem {
    fn from(error: ShowQuestionError) -> Self {
        match error {
            ShowQuestionError::Forbidden(forbidden) => forbidden.into(),
            ShowQuestionError::NotFound => Self::not_found(),
            ShowQuestionError::Refused(refusal) => refusal.into(),
            ShowQuestionError::Outage(outage) => outage.into(),
        }
    }
}
