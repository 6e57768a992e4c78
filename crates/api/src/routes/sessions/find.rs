use super::session::ApiSession;
use crate::extract::{Path, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::play::FindError;
use ludger_domain::ids::GameSessionId;

/// Show a session
#[utoipa::path(
    get, path = "/v1/sessions/{id}", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session."), IfNoneMatchHeader),
    responses((status = 200, description = "The session.", body = ApiSession))
)]
pub(super) async fn get_session(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let session = state.use_cases.play.find.run(&caller, id).await?;
    tagged(
        &request,
        Some(session.version),
        &ApiSession::of(&state.currencies, &session),
    )
}

impl From<FindError> for Problem {
    fn from(error: FindError) -> Self {
        match error {
            FindError::NotFound => Self::not_found(),
            FindError::Outage(outage) => outage.into(),
        }
    }
}
