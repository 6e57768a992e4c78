use super::session::Session;
use crate::extract::{Json, SignedIn, version_tag};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::play::StartError;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::SoloRequest;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What you want to play, alone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSession {
    /// Topics to draw from; none: all of them.
    #[serde(default)]
    #[schema(max_items = 50)]
    topics: Vec<Uuid>,
    /// Questions to ask, 5 to 50; left out: up to 10, as many as match.
    #[schema(minimum = 5, maximum = 50)]
    count: Option<i64>,
    /// The easiest level; left out: 1.
    #[schema(minimum = 1, maximum = 5)]
    difficulty_min: Option<i64>,
    /// The hardest level; left out: 5.
    #[schema(minimum = 1, maximum = 5)]
    difficulty_max: Option<i64>,
}

/// Start a session
///
/// It is active at once. Who has one that is not finished goes on with that: 200.
#[utoipa::path(
    post, path = "/v1/sessions", tag = "sessions", security(("bearer" = [])),
    request_body = NewSession,
    responses(
        (status = 201, description = "A new session.", body = Session),
        (status = 200, description = "The one that was not finished.", body = Session),
    )
)]
pub(super) async fn start_session(
    state: Data<ApiState>,
    SignedIn(caller, Json(new)): SignedIn<Json<NewSession>>,
) -> Result<HttpResponse, Problem> {
    let started = state.use_cases.play.start.run(&caller, new.into()).await.map_err(problem)?;
    let location = format!("/v1/sessions/{}", started.session.id);
    let mut answer =
        if started.created { HttpResponse::Created() } else { HttpResponse::Ok() };
    answer.insert_header((header::LOCATION, location));
    answer.insert_header(version_tag(started.session.version));
    Ok(answer.json(Session::from(started.session)))
}

fn problem(error: StartError) -> Problem {
    match error {
        StartError::Forbidden(forbidden) => forbidden.into(),
        StartError::Invalid(faults) => faults.into(),
        StartError::Outage(outage) => outage.into(),
    }
}

impl From<NewSession> for SoloRequest {
    fn from(new: NewSession) -> Self {
        let NewSession { topics, count, difficulty_min, difficulty_max } = new;
        let topics = topics.into_iter().map(TopicId::from).collect();
        Self { topics, count, difficulty_min, difficulty_max }
    }
}
