use crate::extract::{AnyIfMatch, Path, SignedIn};
use crate::headers::AnyIfMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::DeleteQuizError;
use ludger_domain::ids::QuizId;

/// Delete a quiz
///
/// For those who may manage questions. Only a draft can be deleted; sessions that were made of it once go on. With
/// `If-Match` no other version than that is.
#[utoipa::path(
    delete, path = "/v1/quizzes/{id}", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which quiz."),
        AnyIfMatchHeader,
    ),
    responses((status = 204, description = "It is gone."))
)]
pub(super) async fn delete_quiz(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), AnyIfMatch(version))): SignedIn<(Path<QuizId>, AnyIfMatch)>,
) -> Result<HttpResponse, Problem> {
    let delete = &state.use_cases.bank.delete_quiz;
    delete.run(&caller, id, version).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<DeleteQuizError> for Problem {
    fn from(error: DeleteQuizError) -> Self {
        match error {
            DeleteQuizError::Forbidden(forbidden) => forbidden.into(),
            DeleteQuizError::NotFound => Self::not_found(),
            DeleteQuizError::VersionMismatch(mismatch) => mismatch.into(),
            DeleteQuizError::State(state) => state.into(),
            DeleteQuizError::Outage(outage) => outage.into(),
        }
    }
}
