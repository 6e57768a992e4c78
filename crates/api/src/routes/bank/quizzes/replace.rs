use super::write::NewQuiz;
use super::{ApiQuiz, changed};
use crate::extract::{IfMatch, Json, Path, SignedIn};
use crate::headers::IfMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::EditQuizError;
use ludger_domain::ids::QuizId;

/// Edit a quiz
///
/// For those who may manage questions. The body is the quiz as it shall be, whole. Only a draft can be edited: a published
/// quiz does not change under those who play it. `If-Match` names the version that the edit is of.
#[utoipa::path(
    put, path = "/v1/quizzes/{id}", tag = "bank", request_body = NewQuiz, security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which quiz."),
        IfMatchHeader,
    ),
    responses((
        status = 200, description = "The quiz as it is now.", body = ApiQuiz,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn replace_quiz(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), IfMatch(version), Json(new))): SignedIn<(
        Path<QuizId>,
        IfMatch,
        Json<NewQuiz>,
    )>,
) -> Result<HttpResponse, Problem> {
    let edit = &state.use_cases.bank.edit_quiz;
    let quiz = edit.run(&caller, id, Some(version), new.draft()).await?;
    changed(quiz)
}

impl From<EditQuizError> for Problem {
    fn from(error: EditQuizError) -> Self {
        match error {
            EditQuizError::Forbidden(forbidden) => forbidden.into(),
            EditQuizError::NotFound => Self::not_found(),
            EditQuizError::VersionMismatch(mismatch) => mismatch.into(),
            EditQuizError::State(state) => state.into(),
            EditQuizError::Invalid(faults) => faults.into(),
            EditQuizError::Outage(outage) => outage.into(),
        }
    }
}
