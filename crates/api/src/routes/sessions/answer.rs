use super::ending::ApiEnding;
use super::given::{ApiGiven, ApiSolution};
use crate::extract::{Json, Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::Caller;
use ludger_application::play::{AnswerError, Told};
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::money::Currencies;
use ludger_domain::quiz::{Status, Verdict};
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
    Code::TooLate,
    Code::NoHeartsLeft,
    Code::AlreadyAnswered,
];

/// What is answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"question": "0193f6c0-0000-7000-8000-000000000001", "answer": {"choice": "B"}}))]
pub(super) struct NewAnswer {
    /// `question_id` of the current question.
    #[schema(value_type = Uuid)]
    pub(super) question: QuestionId,
    pub(super) answer: ApiGiven,
}

/// What the player is told of their answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub(super) struct ApiReceipt {
    #[schema(value_type = Uuid)]
    question_id: QuestionId,
    /// As it was understood.
    answer: ApiGiven,
    /// By the server's clock, from when the question was first shown.
    #[schema(example = 2140)]
    answer_time_ms: i64,
    /// `null` as long as others can still answer.
    #[schema(required)]
    verdict: Option<ApiVerdict>,
    /// Where the session stands now.
    #[schema(schema_with = words::status)]
    status: Status,
    /// How the session ended for the player, if with this question.
    #[schema(required)]
    ended: Option<ApiEnding>,
}

/// What became of an answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Verdict)]
pub(super) struct ApiVerdict {
    /// Whether it was right in full.
    #[schema(example = true)]
    is_correct: bool,
    /// The share of the points that it was worth, in thousandths of a percent.
    #[schema(example = 100_000, minimum = 0, maximum = 100_000)]
    credit: i64,
    solution: ApiSolution,
    /// The question's; may be empty.
    #[schema(example = "Mercury takes 88 days for its way round the Sun.")]
    explanation: String,
    /// The picked answer's own, where its author wrote any.
    #[schema(required)]
    feedback: Option<String>,
    /// By the scoring of the quiz; below 0 for a penalty.
    #[schema(example = 100)]
    points_awarded: i64,
    /// After this answer.
    #[schema(example = 3)]
    hearts_left: i64,
    /// After this answer.
    #[schema(example = 350)]
    score: i64,
}

/// Answer the current question
///
/// Alone, the verdict comes at once, and the answer that ends the session pays its coins in the same moment. With others,
/// nobody learns what is right before the question is closed: when all have answered, or its time is over. The question is
/// what an answer is known by, so an `Idempotency-Key` is welcome, but not needed: the same answer again gets the same
/// result again, another one 409 `already_answered`, whatever happened since.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/answers", tag = "sessions", request_body = NewAnswer,
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((status = 200, description = "The answer is in.", body = ApiReceipt))
)]
pub(super) async fn answer_question(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), Json(new))): SignedIn<(Path<GameSessionId>, Json<NewAnswer>)>,
) -> Result<HttpResponse, Problem> {
    answer(&state, &caller, id, new).await
}

/// The same, over HTTP or a socket.
pub(super) async fn answer(
    state: &ApiState,
    caller: &Caller,
    id: GameSessionId,
    new: NewAnswer,
) -> Result<HttpResponse, Problem> {
    let answer = &state.use_cases.play.answer;
    let given = new.answer.one().map_err(|faults| faults.under("/answer"))?;
    let told = answer.run(caller, id, (new.question, &given)).await?;
    Ok(HttpResponse::Ok().json(ApiReceipt::of(&state.currencies, told)))
}

impl ApiReceipt {
    pub(super) fn of(currencies: &Currencies, told: Told) -> Self {
        let Told {
            receipt,
            status,
            ended,
        } = told;
        Self {
            question_id: receipt.question,
            answer: receipt.given.into(),
            answer_time_ms: receipt.answer_time_ms,
            verdict: receipt.verdict.map(ApiVerdict::from),
            status,
            ended: ended.map(|ending| ApiEnding::of(currencies, ending)),
        }
    }
}

impl From<Verdict> for ApiVerdict {
    fn from(verdict: Verdict) -> Self {
        Self {
            is_correct: verdict.is_correct,
            credit: verdict.credit,
            solution: verdict.solution.into(),
            explanation: verdict.explanation,
            feedback: verdict.feedback,
            points_awarded: verdict.points_awarded,
            hearts_left: verdict.hearts_left,
            score: verdict.score,
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
