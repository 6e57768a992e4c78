//! The steps in the life of a quiz. With `If-Match` each is of no other version than that.

use super::{ApiQuiz, changed};
use crate::extract::{AnyIfMatch, Path, SignedIn};
use crate::headers::AnyIfMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::{ChangeQuizStatusError, QuizStep};
use ludger_domain::ids::QuizId;

/// Publish a quiz
///
/// For those who may manage questions. A draft that asks something becomes something to play. While it is published,
/// its questions stay in the bank.
#[utoipa::path(
    post, path = "/v1/quizzes/{id}/publish", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which quiz."),
        AnyIfMatchHeader,
    ),
    responses((
        status = 200, description = "The quiz as it is now.", body = ApiQuiz,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn publish_quiz(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), AnyIfMatch(version))): SignedIn<(Path<QuizId>, AnyIfMatch)>,
) -> Result<HttpResponse, Problem> {
    let change = &state.use_cases.bank.change_quiz_status;
    changed(change.run(&caller, id, version, QuizStep::Publish).await?)
}

/// Archive a quiz
///
/// For those who may manage questions. Nobody can begin a published quiz any more; sessions that were begun go on.
#[utoipa::path(
    post, path = "/v1/quizzes/{id}/archive", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which quiz."),
        AnyIfMatchHeader,
    ),
    responses((
        status = 200, description = "The quiz as it is now.", body = ApiQuiz,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn archive_quiz(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), AnyIfMatch(version))): SignedIn<(Path<QuizId>, AnyIfMatch)>,
) -> Result<HttpResponse, Problem> {
    let change = &state.use_cases.bank.change_quiz_status;
    changed(change.run(&caller, id, version, QuizStep::Archive).await?)
}

/// Reopen a quiz
///
/// For those who may manage questions. An archived quiz becomes a draft again, to be edited, published or deleted.
#[utoipa::path(
    post, path = "/v1/quizzes/{id}/reopen", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which quiz."),
        AnyIfMatchHeader,
    ),
    responses((
        status = 200, description = "The quiz as it is now.", body = ApiQuiz,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn reopen_quiz(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), AnyIfMatch(version))): SignedIn<(Path<QuizId>, AnyIfMatch)>,
) -> Result<HttpResponse, Problem> {
    let change = &state.use_cases.bank.change_quiz_status;
    changed(change.run(&caller, id, version, QuizStep::Reopen).await?)
}

impl From<ChangeQuizStatusError> for Problem {
    fn from(error: ChangeQuizStatusError) -> Self {
        match error {
            ChangeQuizStatusError::Forbidden(forbidden) => forbidden.into(),
            ChangeQuizStatusError::NotFound => Self::not_found(),
            ChangeQuizStatusError::VersionMismatch(mismatch) => mismatch.into(),
            ChangeQuizStatusError::State(state) => state.into(),
            ChangeQuizStatusError::Invalid(faults) => faults.into(),
            ChangeQuizStatusError::Outage(outage) => outage.into(),
        }
    }
}
