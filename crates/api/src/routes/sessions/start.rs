use super::session::ApiSession;
use crate::extract::{Json, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::play::{StartError, Started};
use ludger_domain::ids::{QuizId, TopicId};
use ludger_domain::quiz::{Mode, SessionRequest};
use serde::Deserialize;
use utoipa::ToSchema;

/// What is to be played.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"mode": "solo", "topics": [], "count": 10, "difficulty_min": 1, "difficulty_max": 5}))]
pub(super) struct NewSession {
    /// `solo`, when left out.
    #[serde(default = "solo")]
    #[schema(schema_with = words::mode, required = false)]
    mode: Mode,
    /// How many may play: 2 to 100 in `comp`, 2 to 8 in `collab`, 1 in `solo`; as many as can, when left out.
    #[schema(minimum = 1, maximum = 100)]
    seats: Option<i64>,
    /// The quiz to play, which brings its questions and rules; nothing below goes with it.
    #[schema(value_type = Option<Uuid>)]
    quiz: Option<QuizId>,
    /// Topics to draw from; none named: all of them.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>, max_items = 50)]
    topics: Vec<TopicId>,
    /// How many questions. When left out: up to 10, as many as match.
    #[schema(minimum = 5, maximum = 50)]
    count: Option<i64>,
    /// The easiest level; 1 when left out.
    #[schema(minimum = 1, maximum = 5)]
    difficulty_min: Option<i64>,
    /// The hardest level; 5 when left out.
    #[schema(minimum = 1, maximum = 5)]
    difficulty_max: Option<i64>,
}

/// Start a session
///
/// Its questions are those of a published quiz, or drawn from the bank. `solo` is active at once; and one has at most one such session that is not finished: while
/// there is one, it is handed back with 200, and nothing is drawn, so this is safe to repeat. `comp` and `collab` wait for
/// players, who join by `join_code`.
#[utoipa::path(
    post, path = "/v1/sessions", tag = "sessions", request_body = NewSession,
    security(("bearer" = [])),
    responses(
        (
            status = 201, description = "A new session.", body = ApiSession,
            headers(("ETag" = String, description = "Its version.")),
        ),
        (
            status = 200, description = "The session that is not finished yet.", body = ApiSession,
            headers(("ETag" = String, description = "Its version.")),
        ),
    )
)]
pub(super) async fn start_session(
    state: Data<ApiState>,
    SignedIn(caller, Json(new)): SignedIn<Json<NewSession>>,
) -> Result<HttpResponse, Problem> {
    let Started { session, created } = state.use_cases.play.start.run(&caller, new.into()).await?;
    let mut answer = if created {
        HttpResponse::Created()
    } else {
        HttpResponse::Ok()
    };
    answer.insert_header((header::LOCATION, format!("/v1/sessions/{}", session.id)));
    Ok(ApiSession::of(&state.currencies, &session).answer(answer))
}

const fn solo() -> Mode {
    Mode::Solo
}

impl From<NewSession> for SessionRequest {
    fn from(new: NewSession) -> Self {
        Self {
            mode: Some(new.mode),
            seats: new.seats,
            quiz: new.quiz,
            topics: new.topics,
            count: new.count,
            difficulty_min: new.difficulty_min,
            difficulty_max: new.difficulty_max,
        }
    }
}

impl From<StartError> for Problem {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Forbidden(forbidden) => forbidden.into(),
            StartError::Invalid(faults) => faults.into(),
            StartError::Outage(outage) => outage.into(),
        }
    }
}
