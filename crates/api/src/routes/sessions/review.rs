use super::question::Choice;
use super::session::Ending;
use crate::extract::{Path, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::play::ReviewError;
use ludger_domain::ids::{GameSessionId, QuestionId};
use ludger_domain::quiz::{self, Letter, QuestionKind};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A finished session, question by question.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Review {
    #[schema(value_type = Uuid)]
    session: GameSessionId,
    ending: Ending,
    /// In the order asked; what was never shown is left out.
    items: Vec<ReviewItem>,
}

/// One question of a finished session, in its present words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewItem {
    #[schema(value_type = Uuid)]
    question: QuestionId,
    /// Its place in the session, from 1.
    number: i64,
    content: String,
    #[schema(schema_with = words::question_kind)]
    kind: QuestionKind,
    #[schema(minimum = 1, maximum = 5)]
    difficulty: i64,
    /// As they were shown.
    choices: Vec<Choice>,
    /// What you picked; `null`: nothing, or the question was edited since.
    #[schema(schema_with = words::letter_or_null)]
    chosen: Option<Letter>,
    /// What is right.
    #[schema(schema_with = words::letter_or_null)]
    right: Option<Letter>,
    /// As judged at the time.
    is_correct: bool,
    points_awarded: i64,
    /// `null`: not answered.
    #[schema(required)]
    answer_time_ms: Option<i64>,
    /// Why; may be empty.
    explanation: String,
}

/// Look back at a finished session
#[utoipa::path(
    get, path = "/v1/sessions/{id}/review", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the session."), IfNoneMatchHeader),
    responses((status = 200, description = "What was asked, answered, and right.", body = Review))
)]
pub(super) async fn review_session(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let review = state.use_cases.play.review.run(&caller, id).await.map_err(problem)?;
    tagged(&request, None, &Review::from(review))
}

fn problem(error: ReviewError) -> Problem {
    match error {
        ReviewError::NotFound => Problem::not_found(),
        ReviewError::NotFinished(_) => Problem::new(Code::SessionNotFinished),
        ReviewError::Outage(outage) => outage.into(),
    }
}

impl From<quiz::Review> for Review {
    fn from(quiz::Review { session, ending, items }: quiz::Review) -> Self {
        let items = items.into_iter().map(ReviewItem::from).collect();
        Self { session, ending: ending.into(), items }
    }
}

impl From<quiz::ReviewItem> for ReviewItem {
    fn from(item: quiz::ReviewItem) -> Self {
        Self {
            question: item.question,
            number: item.number,
            content: item.content,
            kind: item.kind,
            difficulty: item.difficulty.level(),
            choices: item.choices.into_iter().map(Choice::from).collect(),
            chosen: item.chosen,
            right: item.right,
            is_correct: item.is_correct,
            points_awarded: item.points_awarded,
            answer_time_ms: item.answer_time_ms,
            explanation: item.explanation,
        }
    }
}
