use super::ending::ApiEnding;
use crate::extract::{Json, Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::play::{AnswerError, Told};
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::money::Currencies;
use ludger_domain::quiz::{Letter, Status};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) const CODES: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionPaused,
    Code::SessionFinished,
    Code::NotCurrentQuestion,
    Code::QuestionNotServed,
    Code::QuestionChanged,
    Code::QuestionNotPlayable,
    Code::AlreadyAnswered,
];

/// What is answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAnswer {
    /// `question_id` of the current question.
    #[schema(value_type = Uuid)]
    question: QuestionId,
    /// The letter of a choice.
    #[schema(schema_with = words::letter)]
    choice: Letter,
}

/// What the player is told of their answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Verdict)]
struct ApiVerdict {
    #[schema(example = true)]
    is_correct: bool,
    /// What was picked.
    #[schema(schema_with = words::letter)]
    chosen: Letter,
    /// What is right.
    #[schema(schema_with = words::letter)]
    right: Letter,
    /// The question's; may be empty.
    #[schema(example = "Mercury takes 88 days for its way round the Sun.")]
    explanation: String,
    /// The picked answer's own, where its author wrote any.
    #[schema(required)]
    feedback: Option<String>,
    /// 100 within 3 seconds, 50 within 6, 25 later; 0 for a wrong answer.
    #[schema(example = 100)]
    points_awarded: i64,
    /// After this answer.
    #[schema(example = 3)]
    hearts_left: i64,
    /// After this answer.
    #[schema(example = 350)]
    score: i64,
    /// Where the session stands now.
    #[schema(schema_with = words::status)]
    status: Status,
    /// How the session ended, if it was by this answer.
    #[schema(required)]
    ended: Option<ApiEnding>,
}

/// Answer the current question
///
/// The answer that ends the session pays its coins, in the same moment. The question is what an answer is known by, so
/// an `Idempotency-Key` is welcome, but not needed: the same answer again gets the same verdict again, another one
/// 409 `already_answered`, whatever happened since.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/answers", tag = "sessions", request_body = NewAnswer,
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((status = 200, description = "The verdict.", body = ApiVerdict))
)]
pub(super) async fn answer_question(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), Json(given))): SignedIn<(Path<GameSessionId>, Json<NewAnswer>)>,
) -> Result<HttpResponse, Problem> {
    let answer = &state.use_cases.play.answer;
    let told = answer
        .run(&caller, id, (given.question, given.choice))
        .await?;
    Ok(HttpResponse::Ok().json(ApiVerdict::of(&state.currencies, told)))
}

impl ApiVerdict {
    fn of(
        currencies: &Currencies,
        Told {
            verdict,
            ended,
            session,
        }: Told,
    ) -> Self {
        Self {
            is_correct: verdict.is_correct,
            chosen: verdict.chosen,
            right: verdict.right,
            explanation: verdict.explanation,
            feedback: verdict.feedback,
            points_awarded: verdict.points_awarded,
            hearts_left: verdict.hearts_left,
            score: verdict.score,
            status: session.status,
            ended: ended.map(|ending| ApiEnding::of(currencies, ending)),
        }
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Forbidden(forbidden) => forbidden.into(),
            AnswerError::NotFound => Self::not_found(),
            AnswerError::Refused(refusal) => refusal.into(),
            AnswerError::Outage(outage) => outage.into(),
        }
    }
}
