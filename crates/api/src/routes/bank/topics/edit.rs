use super::ApiTopic;
use crate::extract::{IfMatch, Json, Path, SignedIn};
use crate::headers::IfMatchHeader;
use crate::merge::given;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::{self, EditTopicError};
use ludger_domain::ids::TopicId;
use serde::Deserialize;
use utoipa::ToSchema;

/// What is to change of a topic. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicEdit {
    /// Unique without regard to case.
    #[serde(default, deserialize_with = "given")]
    #[schema(example = "Space", min_length = 1, max_length = 255, nullable = false)]
    title: Option<String>,
    /// May be empty.
    #[serde(default, deserialize_with = "given")]
    #[schema(
        example = "Everything above the clouds",
        max_length = 2000,
        nullable = false
    )]
    description: Option<String>,
}

/// Edit a topic
///
/// For those who may manage questions. `If-Match` names the version that the edit is of.
#[utoipa::path(
    patch, path = "/v1/topics/{id}", tag = "bank", request_body = TopicEdit,
    security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which topic."),
        IfMatchHeader,
    ),
    responses((
        status = 200, description = "The topic as it is now.", body = ApiTopic,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn edit_topic(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), IfMatch(version), Json(edit))): SignedIn<(
        Path<TopicId>,
        IfMatch,
        Json<TopicEdit>,
    )>,
) -> Result<HttpResponse, Problem> {
    let TopicEdit { title, description } = edit;
    let edit = bank::TopicEdit { title, description };
    let edit_topic = &state.use_cases.bank.edit_topic;
    let topic = edit_topic.run(&caller, id, Some(version), edit).await?;
    Ok(ApiTopic::from(topic).answer(HttpResponse::Ok()))
}

impl From<EditTopicError> for Problem {
    fn from(error: EditTopicError) -> Self {
        match error {
            EditTopicError::Forbidden(forbidden) => forbidden.into(),
            EditTopicError::NotFound => Self::not_found(),
            EditTopicError::VersionMismatch(mismatch) => mismatch.into(),
            EditTopicError::Invalid(faults) => faults.into(),
            EditTopicError::TitleTaken => Self::new(Code::TitleTaken),
            EditTopicError::Outage(outage) => outage.into(),
        }
    }
}
