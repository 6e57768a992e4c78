use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::{self, Data};
use ludger_domain::ids::QuestionId;
use ludger_domain::quiz::{FULL_CREDIT, Pick, Question, QuestionStatistics};
use serde::Serialize;
use utoipa::ToSchema;

/// How a question did wherever it was asked and closed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QuestionStatistics)]
pub(super) struct ApiQuestionStatistics {
    /// Once for each player in each session.
    #[schema(example = 40, minimum = 0)]
    asked: i64,
    /// Of these: nothing came in time, or what came went with its user.
    #[schema(example = 2, minimum = 0)]
    unanswered: i64,
    /// Right in full.
    #[schema(example = 31, minimum = 0)]
    right: i64,
    /// Right in part.
    #[schema(example = 0, minimum = 0)]
    partly: i64,
    /// The share of right ones among all that were asked for, in percent, rounded down.
    #[schema(example = "77.50", pattern = r"^[0-9]{1,3}\.[0-9]{2}$")]
    right_rate: String,
    /// The middle one of the times that answers took; `null`: there was no answer.
    #[schema(required, example = 4_210)]
    median_time_ms: Option<i64>,
    /// What was answered, the most frequent first; the first 20.
    answers: Vec<ApiPick>,
}

/// One way in which a question was answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PickedAnswer)]
struct ApiPick {
    /// In the words of the question as they are now, one for each choice; `null` for a choice that it no longer has.
    #[schema(example = json!(["Mercury"]))]
    picked: Vec<Option<String>>,
    /// Whether it was right in full.
    is_correct: bool,
    /// How often.
    #[schema(example = 31, minimum = 1)]
    count: i64,
}

/// Show how a question did
///
/// For those who may manage questions: how often it was asked and answered right, how long that took, and what was answered.
/// A question that left the bank has them too.
#[utoipa::path(
    get, path = "/v1/questions/{id}/statistics", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which question.")),
    responses((status = 200, description = "What became of it.", body = ApiQuestionStatistics))
)]
pub(super) async fn get_question_statistics(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<QuestionId>>,
) -> Result<web::Json<ApiQuestionStatistics>, Problem> {
    let show = &state.use_cases.bank.show_question_statistics;
    let (question, statistics) = show.run(&caller, id).await?;
    Ok(web::Json(ApiQuestionStatistics::of(&question, statistics)))
}

impl ApiQuestionStatistics {
    fn of(question: &Question, statistics: QuestionStatistics) -> Self {
        let right_rate = statistics.right_rate().to_string();
        let answer = |pick: Pick| ApiPick {
            picked: pick.picked.words(question),
            is_correct: pick.credit >= FULL_CREDIT,
            count: pick.count,
        };
        Self {
            asked: statistics.asked,
            unanswered: statistics.unanswered,
            right: statistics.right,
            partly: statistics.partly,
            right_rate,
            median_time_ms: statistics.median_time_ms,
            answers: statistics.picks.into_iter().map(answer).collect(),
        }
    }
}
