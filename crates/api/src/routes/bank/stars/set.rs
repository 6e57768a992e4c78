use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::StarQuestionError;
use ludger_domain::ids::QuestionId;

/// Star a question
///
/// To come back to it. It has to be one that you have answered in a session; others are not found. Who may manage
/// questions can star any. A star that is there already stays as it is.
#[utoipa::path(
    put, path = "/v1/questions/{id}/star", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which question.")),
    responses((status = 204, description = "It has your star."))
)]
pub(super) async fn star_question(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<QuestionId>>,
) -> Result<HttpResponse, Problem> {
    state.use_cases.bank.star_question.run(&caller, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take a star off a question
///
/// Where there is none, nothing happens.
#[utoipa::path(
    delete, path = "/v1/questions/{id}/star", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which question.")),
    responses((status = 204, description = "It has no star of yours."))
)]
pub(super) async fn unstar_question(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<QuestionId>>,
) -> Result<HttpResponse, Problem> {
    let unstar = &state.use_cases.bank.unstar_question;
    unstar.run(&caller, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<StarQuestionError> for Problem {
    fn from(error: StarQuestionError) -> Self {
        match error {
            StarQuestionError::NotFound => Self::not_found(),
            StarQuestionError::Outage(outage) => outage.into(),
        }
    }
}
