use super::session::ApiSession;
use crate::extract::{Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::play::ResumeError;
use ludger_domain::ids::GameSessionId;

pub(super) const CODES: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionNotPaused,
    Code::SessionFinished,
];

/// Resume a session
///
/// It goes on where it was paused.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/resume", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((
        status = 200, description = "The session, active.", body = ApiSession,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn resume_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let session = state.use_cases.play.resume.run(&caller, id).await?;
    Ok(ApiSession::of(&state.currencies, &session).answer(HttpResponse::Ok()))
}

impl From<ResumeError> for Problem {
    fn from(error: ResumeError) -> Self {
        match error {
            ResumeError::Forbidden(forbidden) => forbidden.into(),
            ResumeError::NotFound => Self::not_found(),
            ResumeError::Refused(refusal) => refusal.into(),
            ResumeError::Outage(outage) => outage.into(),
        }
    }
}
