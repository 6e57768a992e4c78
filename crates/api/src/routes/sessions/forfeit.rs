use super::session::ApiSession;
use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::play::ForfeitError;
use ludger_domain::ids::GameSessionId;

/// Leave a session
///
/// It is over then: a loss that pays nothing, whatever its score. It stays in the list, and can be reviewed.
#[utoipa::path(
    delete, path = "/v1/sessions/{id}", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((
        status = 200, description = "The session, finished.", body = ApiSession,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn forfeit_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let session = state.use_cases.play.forfeit.run(&caller, id).await?;
    Ok(ApiSession::of(&state.currencies, &session).answer(HttpResponse::Ok()))
}

impl From<ForfeitError> for Problem {
    fn from(error: ForfeitError) -> Self {
        match error {
            ForfeitError::NotFound => Self::not_found(),
            ForfeitError::Refused(refusal) => refusal.into(),
            ForfeitError::Outage(outage) => outage.into(),
        }
    }
}
