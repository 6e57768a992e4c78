use super::choice::ApiChoice;
use super::ending::ApiEnding;
use super::given::{ApiGiven, ApiSolution};
use crate::extract::{Path, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::play::ReviewError;
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::money::Currencies;
use ludger_domain::quiz::{QuestionKind, Review, ReviewItem};
use serde::Serialize;
use utoipa::ToSchema;

/// What was asked and answered, and what would have been right.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Review)]
struct ApiReview {
    /// Of which session.
    #[schema(value_type = Uuid)]
    session: GameSessionId,
    ended: ApiEnding,
    /// In the order asked. Questions that were never shown are not among them.
    items: Vec<ApiReviewItem>,
}

/// One question of a finished session, in its present words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReviewItem)]
struct ApiReviewItem {
    #[schema(value_type = Uuid)]
    question_id: QuestionId,
    /// Its place in the session, from 1.
    #[schema(example = 1)]
    number: i64,
    /// What was asked.
    #[schema(example = "Which planet is nearest to the Sun?")]
    content: String,
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    /// 1 novice, 2 apprentice, 3 journeyman, 4 master, 5 grandmaster.
    #[schema(example = 1, minimum = 1, maximum = 5)]
    difficulty: i64,
    /// As they were shown.
    choices: Vec<ApiChoice>,
    /// As they were shown.
    targets: Vec<ApiChoice>,
    /// What was answered; `null`: nothing, or the question was edited since, and the answer is gone.
    #[schema(required)]
    answer: Option<ApiGiven>,
    solution: ApiSolution,
    /// As judged at the time.
    is_correct: bool,
    /// Below 0 for a penalty.
    #[schema(example = 100)]
    points_awarded: i64,
    /// From the first look until the answer; `null`: not answered.
    #[schema(required, example = 2140)]
    answer_time_ms: Option<i64>,
    /// May be empty.
    #[schema(example = "Mercury takes 88 days for its way round the Sun.")]
    explanation: String,
}

/// Review a finished session
///
/// Question by question. Nothing is revealed before the end.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/review", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session."), IfNoneMatchHeader),
    responses((status = 200, description = "The review.", body = ApiReview))
)]
pub(super) async fn review_session(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let review = state.use_cases.play.review.run(&caller, id).await?;
    tagged(&request, None, &ApiReview::of(&state.currencies, review))
}

impl ApiReview {
    fn of(
        currencies: &Currencies,
        Review {
            session,
            ending,
            items,
        }: Review,
    ) -> Self {
        let items = items.into_iter().map(ApiReviewItem::from).collect();
        Self {
            session,
            ended: ApiEnding::of(currencies, ending),
            items,
        }
    }
}

impl From<ReviewItem> for ApiReviewItem {
    fn from(item: ReviewItem) -> Self {
        Self {
            question_id: item.question,
            number: item.number,
            content: item.content,
            kind: item.kind,
            difficulty: item.difficulty.level(),
            choices: item.choices.into_iter().map(ApiChoice::from).collect(),
            targets: item.targets.into_iter().map(ApiChoice::from).collect(),
            answer: item.given.map(ApiGiven::from),
            solution: item.solution.into(),
            is_correct: item.is_correct,
            points_awarded: item.points_awarded,
            answer_time_ms: item.answer_time_ms,
            explanation: item.explanation,
        }
    }
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::NotFound => Self::not_found(),
            ReviewError::NotFinished(_) => Self::new(Code::SessionNotFinished),
            ReviewError::Outage(outage) => outage.into(),
        }
    }
}
