use super::ApiQuiz;
use super::write::NewQuiz;
use crate::extract::{Json, SignedIn, version_tag};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::bank::{CreateQuizError, ShownQuiz};

/// Put a quiz together
///
/// For those who may manage questions. It is a draft until it is published.
#[utoipa::path(
    post, path = "/v1/quizzes", tag = "bank", request_body = NewQuiz, security(("bearer" = [])),
    responses((
        status = 201, description = "It is there.", body = ApiQuiz,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn create_quiz(
    state: Data<ApiState>,
    SignedIn(caller, Json(new)): SignedIn<Json<NewQuiz>>,
) -> Result<HttpResponse, Problem> {
    let (topic, draft) = new.draft();
    let create = &state.use_cases.bank.create_quiz;
    let quiz = create.run(&caller, topic, draft).await?;
    let mut answer = HttpResponse::Created();
    answer
        .insert_header((header::LOCATION, format!("/v1/quizzes/{}", quiz.id)))
        .insert_header(version_tag(quiz.version));
    Ok(answer.json(ApiQuiz::from(ShownQuiz::Whole(quiz))))
}

impl From<CreateQuizError> for Problem {
    fn from(error: CreateQuizError) -> Self {
        match error {
            CreateQuizError::Forbidden(forbidden) => forbidden.into(),
            CreateQuizError::Invalid(faults) => faults.into(),
            CreateQuizError::Outage(outage) => outage.into(),
        }
    }
}
