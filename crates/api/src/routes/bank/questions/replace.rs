use super::ApiQuestion;
use super::write::NewQuestion;
use crate::extract::{IfMatch, Json, Path, SignedIn};
use crate::headers::IfMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::EditQuestionError;
use ludger_domain::ids::QuestionId;

/// Edit a question
///
/// For those who may manage questions. The body is the question as it shall be, whole; its kind stays. `If-Match` names
/// the version that the edit is of. Who is shown the question at this moment has to look at it again before answering.
#[utoipa::path(
    put, path = "/v1/questions/{id}", tag = "bank", request_body = NewQuestion,
    security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which question."),
        IfMatchHeader,
    ),
    responses((
        status = 200, description = "The question as it is now.", body = ApiQuestion,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn replace_question(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), IfMatch(version), Json(new))): SignedIn<(
        Path<QuestionId>,
        IfMatch,
        Json<NewQuestion>,
    )>,
) -> Result<HttpResponse, Problem> {
    let edit = &state.use_cases.bank.edit_question;
    let question = edit.run(&caller, id, Some(version), new.draft()).await?;
    Ok(ApiQuestion::from(question).answer(HttpResponse::Ok()))
}

impl From<EditQuestionError> for Problem {
    fn from(error: EditQuestionError) -> Self {
        match error {
            EditQuestionError::Forbidden(forbidden) => forbidden.into(),
            EditQuestionError::NotFound => Self::not_found(),
            EditQuestionError::VersionMismatch(mismatch) => mismatch.into(),
            EditQuestionError::Invalid(faults) => faults.into(),
            EditQuestionError::Outage(outage) => outage.into(),
        }
    }
}
