use super::super::topic::{Topic, TopicWithCounts};
use crate::cursor::List;
use crate::extract::{FromQuery, Params, Path, Query, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::page::{self, PageOf, PageParams};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::bank::FindTopicError;
use ludger_domain::ids::TopicId;
use uuid::Uuid;

pub(crate) struct Asked(PageParams);

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self(PageParams::read(params)))
    }
}

/// List the topics
///
/// By title, each with how many questions it has.
#[utoipa::path(
    get, path = "/v1/topics", tag = "bank", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "A page.", body = PageOf<TopicWithCounts>))
)]
pub(in super::super) async fn list_topics(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(_, Query(Asked(asked))): SignedIn<Query<Asked>>,
) -> Result<HttpResponse, Problem> {
    let list = List { name: "topics", filter: &() };
    let wanted = asked.of(&request, &list)?;
    let page = state.use_cases.bank.list_topics.run(wanted).await?;
    page::answer(&request, &list, page.map(TopicWithCounts::from))
}

/// Look at a topic
#[utoipa::path(
    get, path = "/v1/topics/{id}", tag = "bank", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Of the topic."), IfNoneMatchHeader),
    responses((status = 200, description = "The topic.", body = Topic))
)]
pub(in super::super) async fn get_topic(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(_, Path(id)): SignedIn<Path<TopicId>>,
) -> Result<HttpResponse, Problem> {
    let found = state.use_cases.bank.find_topic.run(id).await.map_err(problem)?;
    let topic = Topic::from(found);
    tagged(&request, Some(topic.version), &topic)
}

fn problem(error: FindTopicError) -> Problem {
    match error {
        FindTopicError::NotFound => Problem::not_found(),
        FindTopicError::Outage(outage) => outage.into(),
    }
}
