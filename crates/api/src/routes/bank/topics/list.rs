use crate::cursor::List;
use crate::extract::{FromQuery, Params, Query, SignedIn};
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::bank::ListedTopic;
use ludger_domain::Timestamp;
use ludger_domain::ids::TopicId;
use serde::Serialize;
use utoipa::ToSchema;

/// A topic, and what there is of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListedTopic)]
struct ApiListedTopic {
    #[schema(value_type = Uuid)]
    id: TopicId,
    /// Unique without regard to case.
    #[schema(example = "Astronomy")]
    title: String,
    /// May be empty.
    #[schema(example = "Planets, stars, and how far away they are")]
    description: String,
    /// How many questions it has.
    #[schema(example = 25)]
    questions: u64,
    /// Counts changes, from 1; an import that adds questions is one.
    #[schema(example = 1)]
    version: i64,
    created_at: Timestamp,
}

pub(super) struct Asked(PageParams);

/// List the topics
///
/// By title, without regard to case.
#[utoipa::path(
    get, path = "/v1/topics", tag = "bank", params(PageParams), security(("bearer" = [])),
    responses((status = 200, description = "A part of the list.", body = PageOf<ApiListedTopic>))
)]
pub(super) async fn list_topics(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(_, Query(Asked(page))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List {
        name: "topics",
        filter: &(),
    };
    let page = page.of(&request, &list)?;
    let topics = state.use_cases.bank.list_topics.run(page).await?;
    page::answer(&request, &list, topics.map(ApiListedTopic::from))
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self(PageParams::read(params)))
    }
}

impl From<ListedTopic> for ApiListedTopic {
    fn from(ListedTopic { topic, questions }: ListedTopic) -> Self {
        Self {
            id: topic.id,
            title: topic.title,
            description: topic.description,
            questions,
            version: topic.version,
            created_at: topic.created_at,
        }
    }
}
