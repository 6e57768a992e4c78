//! What players do with a session, apart from answering: one use case, a route for each deed.

use super::session::ApiSession;
use crate::extract::{Json, Path, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::Caller;
use ludger_application::play::Deed;
use ludger_domain::ids::{GameSessionId, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

pub(super) const READY: &[Code] = &[Code::Forbidden, Code::SessionStarted, Code::NoPlayer];
pub(super) const KICK: &[Code] = &[
    Code::Forbidden,
    Code::SessionStarted,
    Code::NoPlayer,
    Code::NotHost,
    Code::HostStays,
];
pub(super) const PAUSE: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionPaused,
    Code::SessionFinished,
    Code::NotHost,
    Code::NoPausesLeft,
];
pub(super) const RESUME: &[Code] = &[
    Code::Forbidden,
    Code::SessionNotStarted,
    Code::SessionNotPaused,
    Code::SessionFinished,
    Code::NotHost,
];
pub(super) const LEAVE: &[Code] = &[Code::SessionFinished, Code::NoPlayer];

/// Whether a player is ready.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Readiness {
    /// `false`: no longer.
    #[schema(example = true)]
    ready: bool,
}

/// One deed, over HTTP or a socket.
pub(super) async fn act(
    state: &ApiState,
    caller: &Caller,
    id: GameSessionId,
    deed: Deed,
) -> Result<HttpResponse, Problem> {
    let session = state.use_cases.play.act.run(caller, id, deed).await?;
    Ok(ApiSession::of(&state.currencies, &session).answer(HttpResponse::Ok()))
}

/// Get ready
///
/// When all who have a seat are ready, and there are at least two, the first question comes after 5 seconds. Who takes it
/// back in these stops the countdown, and then nobody is ready any more.
#[utoipa::path(
    put, path = "/v1/sessions/{id}/ready", tag = "sessions", request_body = Readiness,
    security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((
        status = 200, description = "The session.", body = ApiSession,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn get_ready(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), Json(Readiness { ready }))): SignedIn<(
        Path<GameSessionId>,
        Json<Readiness>,
    )>,
) -> Result<HttpResponse, Problem> {
    act(&state, &caller, id, Deed::Ready(ready)).await
}

/// Kick a player
///
/// The host may, while the session waits. Who was kicked cannot come back.
#[utoipa::path(
    delete, path = "/v1/sessions/{id}/players/{user}", tag = "sessions", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which session."),
        ("user" = Uuid, Path, description = "Which player."),
    ),
    responses((
        status = 200, description = "The session.", body = ApiSession,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn kick_player(
    state: Data<ApiState>,
    SignedIn(caller, Path((id, user))): SignedIn<Path<(GameSessionId, UserId)>>,
) -> Result<HttpResponse, Problem> {
    act(&state, &caller, id, Deed::Kick(user)).await
}

/// Pause a session
///
/// While it is paused, no question is shown and no answer taken. Alone, one may pause whenever one likes, and the clock of
/// a question that was shown already runs on. With others, the host may, 3 times, for 10 minutes in all, and the clock
/// stands still.
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
    act(&state, &caller, id, Deed::Pause).await
}

/// Resume a session
#[utoipa::path(
    post, path = "/v1/sessions/{id}/resume", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((
        status = 200, description = "The session, active again.", body = ApiSession,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn resume_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    act(&state, &caller, id, Deed::Resume).await
}

/// Leave a session
///
/// Before the start the seat is free again. Later it is a loss that pays nothing, whatever the score; the others go on,
/// and with nobody left to play, or in `comp` one alone, the session is over. It stays in the list, and can be reviewed.
#[utoipa::path(
    delete, path = "/v1/sessions/{id}", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((
        status = 200, description = "The session, without you.", body = ApiSession,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn leave_session(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    act(&state, &caller, id, Deed::Leave).await
}
