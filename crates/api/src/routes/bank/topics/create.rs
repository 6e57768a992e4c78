use super::ApiTopic;
use crate::extract::{Json, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::bank::CreateTopicError;
use ludger_domain::quiz::TopicDraft;
use serde::Deserialize;
use utoipa::ToSchema;

/// What a topic is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTopic {
    /// Unique without regard to case.
    #[schema(example = "Astronomy", min_length = 1, max_length = 255)]
    title: String,
    /// May be empty.
    #[serde(default)]
    #[schema(
        example = "Planets, stars, and how far away they are",
        max_length = 2000
    )]
    description: String,
}

/// Add a topic
///
/// For those who may manage questions.
#[utoipa::path(
    post, path = "/v1/topics", tag = "bank", request_body = NewTopic, security(("bearer" = [])),
    responses((
        status = 201, description = "It is there.", body = ApiTopic,
        headers(("ETag" = String, description = "Its version.")),
    ))
)]
pub(super) async fn create_topic(
    state: Data<ApiState>,
    SignedIn(caller, Json(NewTopic { title, description })): SignedIn<Json<NewTopic>>,
) -> Result<HttpResponse, Problem> {
    let draft = TopicDraft { title, description };
    let topic = state
        .use_cases
        .bank
        .create_topic
        .run(&caller, draft)
        .await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, format!("/v1/topics/{}", topic.id)));
    Ok(ApiTopic::from(topic).answer(answer))
}

impl From<CreateTopicError> for Problem {
    fn from(error: CreateTopicError) -> Self {
        match error {
            CreateTopicError::Forbidden(forbidden) => forbidden.into(),
            CreateTopicError::Invalid(faults) => faults.into(),
            CreateTopicError::TitleTaken => Self::new(Code::TitleTaken),
            CreateTopicError::Outage(outage) => outage.into(),
        }
    }
}
