use crate::extract::{AnyIfMatch, Path, SignedIn};
use crate::headers::AnyIfMatchHeader;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::DeleteQuestionError;
use ludger_domain::ids::QuestionId;

/// Delete a question
///
/// For those who may manage questions. Sessions that have drawn it go on with it; while a published quiz asks it, it
/// stays. With `If-Match` no other version than that is deleted.
#[utoipa::path(
    delete, path = "/v1/questions/{id}", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which question."),
        AnyIfMatchHeader,
    ),
    responses((status = 204, description = "It is gone."))
)]
pub(super) async fn delete_question(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), AnyIfMatch(version))): SignedIn<(Path<QuestionId>, AnyIfMatch)>,
) -> Result<HttpResponse, Problem> {
    state
        .use_cases
        .bank
        .delete_question
        .run(&caller, id, version)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<DeleteQuestionError> for Problem {
    fn from(error: DeleteQuestionError) -> Self {
        match error {
            DeleteQuestionError::Forbidden(forbidden) => forbidden.into(),
            DeleteQuestionError::NotFound => Self::not_found(),
            DeleteQuestionError::VersionMismatch(mismatch) => mismatch.into(),
            DeleteQuestionError::InUse => Self::new(Code::QuestionInUse),
            DeleteQuestionError::Outage(outage) => outage.into(),
        }
    }
}
