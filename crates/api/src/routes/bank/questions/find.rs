use super::ApiQuestion;
use crate::extract::{Path, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::bank::FindQuestionError;
use ludger_domain::ids::QuestionId;

/// Show a question with its answers
///
/// For those who may manage questions. Its `ETag` is what an edit sends in `If-Match`.
#[utoipa::path(
    get, path = "/v1/questions/{id}", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which question."),
        IfNoneMatchHeader,
    ),
    responses((status = 200, description = "The question.", body = ApiQuestion))
)]
pub(super) async fn get_question(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<QuestionId>>,
) -> Result<HttpResponse, Problem> {
    let question = state.use_cases.bank.find_question.run(&caller, id).await?;
    tagged(
        &request,
        Some(question.version),
        &ApiQuestion::from(question),
    )
}

impl From<FindQuestionError> for Problem {
    fn from(error: FindQuestionError) -> Self {
        match error {
            FindQuestionError::Forbidden(forbidden) => forbidden.into(),
            FindQuestionError::NotFound => Self::not_found(),
            FindQuestionError::Outage(outage) => outage.into(),
        }
    }
}
