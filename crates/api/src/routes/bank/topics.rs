//! The subjects that questions belong to.

mod create;
mod delete;
mod edit;
mod find;
mod list;

use crate::endpoint::Endpoint;
use crate::extract::version_tag;
use crate::problem::Code;
use actix_web::HttpResponse;
use actix_web::HttpResponseBuilder;
use ludger_domain::Timestamp;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::Topic;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(paths(
    list::list_topics,
    create::create_topic,
    find::get_topic,
    edit::edit_topic,
    delete::delete_topic,
))]
pub(super) struct Documented;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let changed = &[Code::Forbidden, Code::TitleTaken];
    vec![
        Endpoint::at("/v1/topics")
            .get(list::list_topics, &[])
            .post(create::create_topic, changed),
        Endpoint::at("/v1/topics/{id}")
            .get(find::get_topic, &[])
            .patch(edit::edit_topic, changed)
            .delete(delete::delete_topic, &[Code::Forbidden, Code::TopicInUse]),
    ]
}

/// A subject that questions belong to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Topic)]
struct ApiTopic {
    #[schema(value_type = Uuid)]
    id: TopicId,
    /// Unique without regard to case.
    #[schema(example = "Astronomy")]
    title: String,
    /// May be empty.
    #[schema(example = "Planets, stars, and how far away they are")]
    description: String,
    /// Counts changes, from 1; an import that adds questions is one.
    #[schema(example = 1)]
    version: i64,
    created_at: Timestamp,
}

impl From<Topic> for ApiTopic {
    fn from(topic: Topic) -> Self {
        Self {
            id: topic.id,
            title: topic.title,
            description: topic.description,
            version: topic.version,
            created_at: topic.created_at,
        }
    }
}

impl ApiTopic {
    /// As the answer to a change.
    fn answer(self, mut answer: HttpResponseBuilder) -> HttpResponse {
        answer.insert_header(version_tag(self.version)).json(self)
    }
}
