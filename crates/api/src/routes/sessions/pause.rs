use super::session::ApiSession;
use crate::extract::{Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::play::PauseError;
use ludger_domain::ids::GameSessionId;

pub(super) const CODES: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionPaused,
    Code::SessionFinished,
];

/// Pause a session
///
/// While it is paused, no question is shown and no answer taken. The clock of a question that was shown already runs
/// on.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/pause", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((
        status = 200, description = "The session, paused.", body = ApiSession,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn pause_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let session = state.use_cases.play.pause.run(&caller, id).await?;
    Ok(ApiSession::of(&state.currencies, &session).answer(HttpResponse::Ok()))
}

impl From<PauseError> for Problem {
    fn from(error: PauseError) -> Self {
        match error {
            PauseError::Forbidden(forbidden) => forbidden.into(),
            PauseError::NotFound => Self::not_found(),
            PauseError::Refused(refusal) => refusal.into(),
            PauseError::Outage(outage) => outage.into(),
        }
    }
}
