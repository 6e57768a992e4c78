use super::ApiQuestion;
use super::write::NewQuestion;
use crate::extract::{Json, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::bank::CreateQuestionError;

/// Add a question
///
/// For those who may manage questions.
#[utoipa::path(
    post, path = "/v1/questions", tag = "bank", request_body = NewQuestion,
    security(("bearer" = [])),
    responses((
        status = 201, description = "It is there.", body = ApiQuestion,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn create_question(
    state: Data<ApiState>,
    SignedIn(caller, Json(new)): SignedIn<Json<NewQuestion>>,
) -> Result<HttpResponse, Problem> {
    let (topic, draft) = new.draft();
    let question = state
        .use_cases
        .bank
        .create_question
        .run(&caller, topic, draft)
        .await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/v1/questions/{}", question.id)));
    Ok(ApiQuestion::from(question).answer(answer))
}

impl From<CreateQuestionError> for Problem {
    fn from(error: CreateQuestionError) -> Self {
        match error {
            CreateQuestionError::Forbidden(forbidden) => forbidden.into(),
            CreateQuestionError::Invalid(faults) => faults.into(),
            CreateQuestionError::Outage(outage) => outage.into(),
        }
    }
}
