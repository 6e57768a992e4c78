use crate::extract::{AnyIfMatch, Path, SignedIn};
use crate::headers::AnyIfMatchHeader;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::bank::DeleteTopicError;
use ludger_domain::ids::TopicId;

/// Delete a topic
///
/// For those who may manage questions. Only a topic without questions can be deleted. With `If-Match` no other version
/// than that is.
#[utoipa::path(
    delete, path = "/v1/topics/{id}", tag = "bank", security(("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which topic."),
        AnyIfMatchHeader,
    ),
    responses((status = 204, description = "It is gone."))
)]
pub(super) async fn delete_topic(
    state: Data<ApiState>,
    SignedIn(caller, (Path(id), AnyIfMatch(version))): SignedIn<(Path<TopicId>, AnyIfMatch)>,
) -> Result<HttpResponse, Problem> {
    state
        .use_cases
        .bank
        .delete_topic
        .run(&caller, id, version)
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<DeleteTopicError> for Problem {
    fn from(error: DeleteTopicError) -> Self {
        match error {
            DeleteTopicError::Forbidden(forbidden) => forbidden.into(),
            DeleteTopicError::NotFound => Self::not_found(),
            DeleteTopicError::VersionMismatch(mismatch) => mismatch.into(),
            DeleteTopicError::TopicInUse => Self::new(Code::TopicInUse),
            DeleteTopicError::Outage(outage) => outage.into(),
        }
    }
}
