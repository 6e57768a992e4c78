use super::choice::ApiChoice;
use crate::extract::{Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::routes::bank::ApiMedia;
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::Caller;
use ludger_application::play::{ShowQuestionError, Shown};
use ludger_domain::Timestamp;
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::quiz::QuestionKind;
use serde::Serialize;
use utoipa::ToSchema;

pub(super) const CODES: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionPaused,
    Code::SessionFinished,
    Code::QuestionNotServed,
    Code::NoHeartsLeft,
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
    /// What is shown or played with it.
    media: Vec<ApiMedia>,
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    /// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
    #[schema(example = 1, minimum = 1, maximum = 5)]
    difficulty: i64,
    /// In an order of the session's own; none for `text` and `numeric`.
    choices: Vec<ApiChoice>,
    /// For `match`: what each choice is to be paired with, by letters of their own.
    targets: Vec<ApiChoice>,
    /// When it was first shown: the start of its clock.
    served_at: Timestamp,
    /// When its time is over; `null`: it has as long as it takes.
    #[schema(required)]
    closes_at: Option<Timestamp>,
    /// Wrong answers that the player, in `collab` the team, can still afford.
    #[schema(example = 3)]
    hearts_left: i64,
    /// The points of all answers.
    #[schema(example = 0)]
    score: i64,
}

/// Show the current question
///
/// Alone, the first look starts the clock for its points; no other look does. With others, questions come by the clock:
/// between two of them, and before the first, the answer is 409 `question_not_served`.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/question", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((status = 200, description = "The question.", body = ApiCurrentQuestion))
)]
pub(super) async fn get_current_question(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    show(&state, &caller, id).await
}

/// The same, over HTTP or a socket.
pub(super) async fn show(
    state: &ApiState,
    caller: &Caller,
    id: GameSessionId,
) -> Result<HttpResponse, Problem> {
    let shown = state.use_cases.play.question.run(caller, id).await?;
    Ok(HttpResponse::Ok().json(ApiCurrentQuestion::from(shown)))
}

impl From<Shown> for ApiCurrentQuestion {
    fn from(shown: Shown) -> Self {
        let Shown {
            view,
            hearts_left,
            score,
        } = shown;
        Self {
            question_id: view.question,
            number: view.number,
            of: view.of,
            content: view.content,
            media: view.media.into_iter().map(ApiMedia::from).collect(),
            kind: view.kind,
            difficulty: view.difficulty.level(),
            choices: view.choices.into_iter().map(ApiChoice::from).collect(),
            targets: view.targets.into_iter().map(ApiChoice::from).collect(),
            served_at: view.served_at,
            closes_at: view.closes_at,
            hearts_left,
            score,
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
