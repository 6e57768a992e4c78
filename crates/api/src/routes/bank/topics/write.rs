use super::super::changed;
use super::super::topic::Topic;
use crate::extract::{AnyIfMatch, IfMatch, Json, Path, SignedIn, version_tag};
use crate::headers::{AnyIfMatchHeader, IfMatchHeader};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::bank::{
    CreateTopicError, DeleteTopicError, EditTopicError, FindTopicError,
};
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::TopicDraft;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A topic to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTopic {
    /// Unique, without regard to case.
    #[schema(example = "World history", min_length = 1, max_length = 255)]
    title: String,
    #[serde(default)]
    #[schema(max_length = 2000)]
    description: String,
}

/// What is to be changed of a topic; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicPatch {
    #[schema(example = "World history", min_length = 1, max_length = 255)]
    title: Option<String>,
    #[schema(max_length = 2000)]
    description: Option<String>,
}

/// Add a topic
#[utoipa::path(
    post, path = "/v1/topics", tag = "bank", security(("bearer" = [])), request_body = NewTopic,
    responses((status = 201, description = "The topic.", body = Topic))
)]
pub(in super::super) async fn create_topic(
    state: Data<ApiState>,
    SignedIn(caller, Json(new)): SignedIn<Json<NewTopic>>,
) -> Result<HttpResponse, Problem> {
    let draft = TopicDraft { title: new.title, description: new.description };
    let topic = state.use_cases.bank.create_topic.run(&caller, draft).await.map_err(not_made)?;
    let location = format!("/v1/topics/{}", topic.id);
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, location)).insert_header(version_tag(topic.version));
    Ok(answer.json(Topic::from(topic)))
}

/// Change a topic
#[utoipa::path(
    patch, path = "/v1/topics/{id}", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the topic."), IfMatchHeader),
    request_body = TopicPatch,
    responses((status = 200, description = "The topic as it is now.", body = Topic))
)]
pub(in super::super) async fn edit_topic(
    state: Data<ApiState>,
    SignedIn(caller, asked): SignedIn<(Path<TopicId>, IfMatch, Json<TopicPatch>)>,
) -> Result<HttpResponse, Problem> {
    let (Path(id), IfMatch(version), Json(patch)) = asked;
    let bank = &state.use_cases.bank;
    // Should it change between the two, the version does not match any more.
    let now = bank.find_topic.run(id).await.map_err(not_there)?;
    let draft = TopicDraft {
        title: patch.title.unwrap_or(now.title),
        description: patch.description.unwrap_or(now.description),
    };
    let topic = bank.edit_topic.run(&caller, id, Some(version), draft).await.map_err(not_edited)?;
    Ok(HttpResponse::Ok().insert_header(version_tag(topic.version)).json(Topic::from(topic)))
}

/// Delete a topic that has no questions
#[utoipa::path(
    delete, path = "/v1/topics/{id}", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the topic."), AnyIfMatchHeader),
    responses((status = 204, description = "Deleted."))
)]
pub(in super::super) async fn delete_topic(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), AnyIfMatch(version))): SignedIn<(Path<TopicId>, AnyIfMatch)>,
) -> Result<HttpResponse, Problem> {
    let deleted = state.use_cases.bank.delete_topic.run(&caller, id, version).await;
    deleted.map_err(not_deleted)?;
    Ok(HttpResponse::NoContent().finish())
}

fn not_made(error: CreateTopicError) -> Problem {
    match error {
        CreateTopicError::Forbidden(forbidden) => forbidden.into(),
        CreateTopicError::Invalid(faults) => faults.into(),
        CreateTopicError::TitleTaken => Problem::new(Code::TitleTaken),
        CreateTopicError::Outage(outage) => outage.into(),
    }
}

fn not_there(error: FindTopicError) -> Problem {
    match error {
        FindTopicError::NotFound => Problem::not_found(),
        FindTopicError::Outage(outage) => outage.into(),
    }
}

fn not_edited(error: EditTopicError) -> Problem {
    match error {
        EditTopicError::Forbidden(forbidden) => forbidden.into(),
        EditTopicError::NotFound => Problem::not_found(),
        EditTopicError::VersionMismatch(mismatch) => changed(mismatch),
        EditTopicError::Invalid(faults) => faults.into(),
        EditTopicError::TitleTaken => Problem::new(Code::TitleTaken),
        EditTopicError::Outage(outage) => outage.into(),
    }
}

fn not_deleted(error: DeleteTopicError) -> Problem {
    match error {
        DeleteTopicError::Forbidden(forbidden) => forbidden.into(),
        DeleteTopicError::NotFound => Problem::not_found(),
        DeleteTopicError::VersionMismatch(mismatch) => changed(mismatch),
        DeleteTopicError::TopicInUse => Problem::new(Code::TopicInUse),
        DeleteTopicError::Outage(outage) => outage.into(),
    }
}
