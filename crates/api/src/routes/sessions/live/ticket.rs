use crate::extract::{Path, SignedIn};
use crate::problem::Problem;
use crate::state::ApiState;
use actix_web::HttpResponse;
use actix_web::web::Data;
use ludger_application::live::{IssueTicketError, IssuedTicket};
use ludger_domain::Timestamp;
use ludger_domain::ids::GameSessionId;
use serde::Serialize;
use utoipa::ToSchema;

/// What opens a session's events, once.
#[derive(Serialize, ToSchema)]
struct Ticket {
    /// For the query of `/v1/sessions/{id}/live` or `/v1/sessions/{id}/events`. It is never told again.
    #[schema(example = "lwt_0000000000000000000000000000000000000000000000000000000000000000")]
    ticket: String,
    /// From then on it is refused.
    expires_at: Timestamp,
}

/// Get a ticket
///
/// Follows this session, once, within 30 seconds. It stands in a URL, where no token may; what it opens lasts no longer than
/// what you were signed in by when you asked for it.
#[utoipa::path(
    post, path = "/v1/sessions/{id}/tickets", tag = "sessions", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "Which session.")),
    responses((status = 201, description = "The ticket.", body = Ticket))
)]
pub(in crate::routes::sessions) async fn get_ticket(
    state: Data<ApiState>,
    SignedIn(caller, Path(id)): SignedIn<Path<GameSessionId>>,
) -> Result<HttpResponse, Problem> {
    let issued = state.use_cases.live.issue_ticket.run(&caller, id).await?;
    let IssuedTicket { text, expires_at } = issued;
    Ok(HttpResponse::Created().json(Ticket {
        ticket: text.expose().to_owned(),
        expires_at,
    }))
}

impl From<IssueTicketError> for Problem {
    fn from(error: IssueTicketError) -> Self {
        match error {
            IssueTicketError::NotFound => Self::not_found(),
            IssueTicketError::Outage(outage) => outage.into(),
        }
    }
}
