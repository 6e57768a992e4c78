use super::errors;
use super::session::Session;
use crate::extract::{Path, SignedIn, version_tag};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::play::{ForfeitError, PauseError, ResumeError, SessionSummary};
use ludger_domain::ids::GameSessionId;
use uuid::Uuid;

/// Pause a session
///
/// The clock of a question that was shown runs on.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/pause", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the session.")),
    responses((status = 200, description = "The session, paused.", body = Session))
)]
pub(super) async fn pause_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let paused = state.use_cases.play.pause.run(&caller, id).await;
    Ok(told(paused.map_err(not_paused)?))
}

/// Go on after a pause
#[utoipa::path(
    post, path = "/v1/sessions/{id}/resume", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the session.")),
    responses((status = 200, description = "The session, active.", body = Session))
)]
pub(super) async fn resume_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let resumed = state.use_cases.play.resume.run(&caller, id).await;
    Ok(told(resumed.map_err(not_resumed)?))
}

/// Leave a session before its end
///
/// It is lost, and pays nothing.
#[utoipa::path(
    delete, path = "/v1/sessions/{id}", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the session.")),
    responses((status = 200, description = "The session, finished.", body = Session))
)]
pub(super) async fn leave_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let left = state.use_cases.play.forfeit.run(&caller, id).await;
    Ok(told(left.map_err(not_left)?))
}

fn told(session: SessionSummary) -> HttpResponse {
    HttpResponse::Ok().insert_header(version_tag(session.version)).json(Session::from(session))
}

fn not_paused(error: PauseError) -> Problem {
    match error {
        PauseError::Forbidden(forbidden) => forbidden.into(),
        PauseError::NotFound => Problem::not_found(),
        PauseError::Refused(error) => errors::play(error),
        PauseError::Outage(outage) => outage.into(),
    }
}

fn not_resumed(error: ResumeError) -> Problem {
    match error {
        ResumeError::Forbidden(forbidden) => forbidden.into(),
        ResumeError::NotFound => Problem::not_found(),
        ResumeError::Refused(error) => errors::play(error),
        ResumeError::Outage(outage) => outage.into(),
    }
}

fn not_left(error: ForfeitError) -> Problem {
    match error {
        ForfeitError::NotFound => Problem::not_found(),
        ForfeitError::Refused(error) => errors::play(error),
        ForfeitError::Outage(outage) => outage.into(),
    }
}
