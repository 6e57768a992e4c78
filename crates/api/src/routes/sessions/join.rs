use super::session::ApiSession;
use crate::extract::{Json, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::play::JoinError;
use serde::Deserialize;
use utoipa::ToSchema;

pub(super) const CODES: &[Code] = &[
    Code::Forbidden,
    Code::NotFound,
    Code::SessionFull,
    Code::SessionStarted,
    Code::Kicked,
];

/// Where to join.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Joining {
    /// The session's `join_code`. Small letters, spaces and hyphens do not matter.
    #[schema(example = "7K2M9X")]
    code: String,
}

/// Join a session
///
/// Takes a seat while the session waits. Who has a seat, or had one when the game began and has not left, finds everything
/// as it was, in whatever state the session is: this is also how to come back.
#[utoipa::path(
    post, path = "/v1/sessions/join", tag = "sessions", request_body = Joining,
    security(("bearer" = [])),
    responses((
        status = 200, description = "The session, with a seat for you.", body = ApiSession,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn join_session(
    state: Data<ApiState>,
    SignedIn(caller, Json(Joining { code })): SignedIn<Json<Joining>>,
) -> Result<HttpResponse, Problem> {
    let session = state.use_cases.play.join.run(&caller, &code).await?;
    Ok(ApiSession::of(&state.currencies, &session).answer(HttpResponse::Ok()))
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::Forbidden(forbidden) => forbidden.into(),
            JoinError::NotFound => Self::not_found(),
            JoinError::Refused(refusal) => refusal.into(),
            JoinError::Outage(outage) => outage.into(),
        }
    }
}
