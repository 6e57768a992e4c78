use super::ApiTopic;
use crate::extract::{Path, SignedIn, tagged};
use crate::headers::IfNoneMatchHeader;
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use ludger_application::bank::FindTopicError;
use ludger_domain::ids::TopicId;

/// Show a topic
///
/// Its `ETag` is what an edit sends in `If-Match`.
#[utoipa::path(
    get, path = "/v1/topics/{id}", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which topic."),
        IfNoneMatchHeader,
    ),
    responses((status = 200, description = "The topic.", body = ApiTopic))
)]
pub(super) async fn get_topic(
    state: Data<ApiState>,
    request: HttpRequest,
    SignedIn(_, Path(id)): SignedIn<Path<TopicId>>,
) -> Result<HttpResponse, Problem> {
    let topic = state.use_cases.bank.find_topic.run(id).await?;
    tagged(&request, Some(topic.version), &ApiTopic::from(topic))
}

impl From<FindTopicError> for Problem {
    fn from(error: FindTopicError) -> Self {
        match error {
            FindTopicError::NotFound => Self::not_found(),
            FindTopicError::Outage(outage) => outage.into(),
        }
    }
}
