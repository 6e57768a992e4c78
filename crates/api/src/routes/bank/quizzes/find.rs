use super::ApiQuiz;
use crate::extract::{Path, SignedIn, tagged_whole};
use crate::headers::IfNoneMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::bank::FindQuizError;
use ludger_domain::ids::QuizId;

/// Show a quiz
///
/// Who may manage questions sees every quiz and what it asks; everybody else sees published ones, and how many questions
/// they have. Its `ETag` is what an edit sends in `If-Match`.
#[utoipa::path(
    get, path = "/v1/quizzes/{id}", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which quiz."),
        IfNoneMatchHeader,
    ),
    responses((status = 200, description = "The quiz.", body = ApiQuiz))
)]
pub(super) async fn get_quiz(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<QuizId>>,
) -> Result<HttpResponse, Problem> {
    let quiz = state.use_cases.bank.find_quiz.run(&caller, id).await?;
    let quiz = ApiQuiz::from(quiz);
    tagged_whole(&request, quiz.version, &quiz)
}

impl From<FindQuizError> for Problem {
    fn from(error: FindQuizError) -> Self {
        match error {
            FindQuizError::NotFound => Self::not_found(),
            FindQuizError::Outage(outage) => outage.into(),
        }
    }
}
