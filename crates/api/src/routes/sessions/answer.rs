use super::errors;
use super::session::{Ending, Session};
use crate::extract::{Json, Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::play::{AnswerError, Told};
use ludger_domain::ids::GameSessionId;
use ludger_domain::quiz::{self, Letter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAnswer {
    /// The question that is answered: the current one.
    question: Uuid,
    /// What is picked.
    #[schema(schema_with = words::letter)]
    choice: Letter,
}

/// What you are told after an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Answered {
    verdict: Verdict,
    /// Set when this answer ended the session.
    #[schema(required)]
    ended: Option<Ending>,
    /// As it stands now.
    session: Session,
}

/// What an answer was worth.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Verdict {
    /// Whether it was right.
    is_correct: bool,
    /// What was picked.
    #[schema(schema_with = words::letter)]
    chosen: Letter,
    /// What would have been right.
    #[schema(schema_with = words::letter)]
    right: Letter,
    /// Why; may be empty.
    explanation: String,
    /// What the author says to this choice.
    #[schema(required)]
    feedback: Option<String>,
    /// For this answer.
    points_awarded: i64,
    /// After this answer.
    hearts_left: i64,
    /// After this answer.
    score: i64,
}

type Asked = (Path<GameSessionId>, Json<NewAnswer>);

/// Answer the current question
///
/// The time is the server's. The first answer counts: the same again gets the first verdict, another one is refused.
/// The last answer pays the session out.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/answers", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the session.")), request_body = NewAnswer,
    responses((status = 200, description = "The verdict.", body = Answered))
)]
pub(super) async fn answer(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), Json(given))): SignedIn<Asked>,
) -> Result<HttpResponse, Problem> {
    let given = (given.question.into(), given.choice);
    let told = state.use_cases.play.answer.run(&caller, id, given).await.map_err(problem)?;
    Ok(HttpResponse::Ok().json(Answered::from(told)))
}

fn problem(error: AnswerError) -> Problem {
    match error {
        AnswerError::Forbidden(forbidden) => forbidden.into(),
        AnswerError::NotFound => Problem::not_found(),
        AnswerError::Refused(error) => errors::answer(error),
        AnswerError::Outage(outage) => outage.into(),
    }
}

impl From<Told> for Answered {
    fn from(Told { verdict, ended, session }: Told) -> Self {
        Self {
            verdict: verdict.into(),
            ended: ended.map(Ending::from),
            session: session.into(),
        }
    }
}

impl From<quiz::Verdict> for Verdict {
    fn from(verdict: quiz::Verdict) -> Self {
        Self {
            is_correct: verdict.is_correct,
            chosen: verdict.chosen,
            right: verdict.right,
            explanation: verdict.explanation,
            feedback: verdict.feedback,
            points_awarded: verdict.points_awarded,
            hearts_left: verdict.hearts_left,
            score: verdict.score,
        }
    }
}
