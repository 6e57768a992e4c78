//! Who comes to follow a session: with a ticket, or signed in as for anything else.

use crate::extract::{Client, FromQuery, Params, Path, Query, SignedIn};
use crate::live::LivePlace;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::{FromRequest, HttpRequest};
use ludger_application::Caller;
use ludger_application::live::{FollowError, Following, RedeemTicketError};
use ludger_domain::fault::Fault;
use ludger_domain::ids::GameSessionId;
use std::sync::Arc;
use tracing::field::display;

/// Somebody who follows a session.
pub(super) struct Entered {
    pub(super) caller: Caller,
    pub(super) session: GameSessionId,
    pub(super) following: Following,
    /// Counted as long as this lives.
    pub(super) place: LivePlace,
}

/// How one comes in, and from where on.
struct Asked {
    ticket: Option<String>,
    last_event_id: Option<i64>,
}

impl FromQuery for Asked {
    fn read(params: &mut Params) -> Option<Self> {
        Some(Self {
            ticket: params.optional("ticket"),
            last_event_id: params.optional_with("last_event_id", event_id),
        })
    }
}

/// Somebody with a ticket.
pub(super) async fn by_ticket(state: &ApiState, request: &HttpRequest) -> Result<Entered, Problem> {
    let Path(session) = Path::<GameSessionId>::extract(request).await?;
    let Query(asked) = Query::<Asked>::extract(request).await?;
    let Client(origin) = Client::extract(request).await?;
    let after = after(request, &asked)?;
    let room = state.live.enter()?;
    let ticket = asked.ticket.ok_or(Problem::new(Code::InvalidTicket))?;
    let redeemed = state.use_cases.live.redeem_ticket.run(session, &ticket);
    let principal = redeemed.await?;
    tracing::Span::current().record("user", display(principal.user));
    let caller = Caller { principal, origin };
    state.rates.take_of(request, &caller)?;
    let place = room.of(caller.principal.user)?;
    let entered = enter(state, (caller, place), session, after).await;
    entered.map_err(|problem| match problem.code() {
        Code::NotFound => Problem::new(Code::InvalidTicket),
        _ => problem,
    })
}

/// Somebody with a ticket, or with a token in a header, or a browser of this site.
pub(super) async fn any_way(state: &ApiState, request: &HttpRequest) -> Result<Entered, Problem> {
    if request.query_string().contains("ticket=") {
        return by_ticket(state, request).await;
    }
    let signed_in = SignedIn::<Path<GameSessionId>>::extract(request).await;
    let SignedIn(caller, Path(session)) = signed_in.map_err(|error| problem(&error))?;
    let Query(asked) = Query::<Asked>::extract(request).await?;
    let after = after(request, &asked)?;
    let place = state.live.enter()?.of(caller.principal.user)?;
    enter(state, (caller, place), session, after).await
}

async fn enter(
    state: &ApiState,
    (caller, place): (Caller, LivePlace),
    session: GameSessionId,
    after: Option<i64>,
) -> Result<Entered, Problem> {
    let user = caller.principal.user;
    let following = state
        .use_cases
        .live
        .follow
        .run(user, session, after)
        .await?;
    Ok(Entered {
        caller,
        session,
        following,
        place,
    })
}

/// A browser that comes back by itself sends the header, and the same query as before.
fn after(request: &HttpRequest, asked: &Asked) -> Result<Option<i64>, Problem> {
    let Some(header) = request.headers().get("last-event-id") else {
        return Ok(asked.last_event_id);
    };
    let read = header.to_str().map_err(|error| error.to_string());
    let read = read.and_then(event_id).map_err(|detail| {
        let fault = Fault::new("/last-event-id", "invalid_parameter", detail);
        Problem::new(Code::InvalidQuery).faults(fault)
    });
    read.map(Some)
}

fn event_id(text: &str) -> Result<i64, String> {
    let read = text.parse().ok().filter(|id| *id >= 0);
    read.ok_or_else(|| "must be the number of an event, or 0".to_owned())
}

/// What an extractor says, which is a problem of ours.
fn problem(error: &actix_web::Error) -> Problem {
    let ours = error.as_error::<Problem>().cloned();
    ours.unwrap_or_else(|| Problem::broken(error.to_string()))
}

impl From<RedeemTicketError> for Problem {
    fn from(error: RedeemTicketError) -> Self {
        match error {
            RedeemTicketError::Refused(refusal) => {
                Self::new(Code::InvalidTicket).caused_by(Arc::new(refusal))
            }
            RedeemTicketError::Outage(outage) => outage.into(),
        }
    }
}

impl From<FollowError> for Problem {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::NotFound => Self::not_found(),
            FollowError::Outage(outage) => outage.into(),
        }
    }
}
