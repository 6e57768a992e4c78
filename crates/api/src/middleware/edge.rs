//! Outside of all routes.

use super::in_flight::Place;
use super::{answer, cors, limits, metrics, request_id::RequestId, span};
use crate::address;
use crate::extract::{self, body, state};
use crate::listen::Quiet;
use crate::problem::{Problem, render};
use crate::state::ApiState;
use actix_http::ConnectionType;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use std::rc::Rc;
use tokio::time::Instant;
use tracing::Instrument;

/// What a request is called when it is for no route.
const NO_ROUTE: &str = "unmatched";

/// Takes a request in, and lets its answer out.
pub(crate) async fn edge(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let state = state(request.request())?.clone();
    // Not there in an app that something else serves.
    let quiet = request.request().conn_data::<Rc<Quiet>>().cloned();
    let in_request = quiet.as_ref().map(Quiet::request);
    let id = RequestId::of(request.headers(), &state);
    let allowed = cors::allowed(&request, &state.settings.cors_origins);
    let answered = match place(&state, &request) {
        Ok(place) => {
            let span = span::of(&request, &id);
            request.extensions_mut().insert(id.clone());
            let answered = serve(&state, request, next, &id, allowed.as_ref());
            let answered = answered.instrument(span).await?;
            drop(place);
            answered
        }
        Err(problem) => turn_away(request, &problem, &id).await,
    };
    let mut answered = answer::dress(answered, &state.settings, &id, allowed);
    // A socket ends by itself.
    let is_socket = answered.status() == StatusCode::SWITCHING_PROTOCOLS;
    if quiet.is_some_and(|quiet| quiet.is_leaving()) && !is_socket {
        let head = answered.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    if let Some(in_request) = in_request
        && matches!(answered.status().as_u16(), 408 | 413)
    {
        in_request.give_up();
    }
    Ok(answered)
}

/// A place for the request, if there is one.
fn place<'a>(state: &'a ApiState, request: &ServiceRequest) -> Result<Option<Place<'a>>, Problem> {
    match state.in_flight.enter() {
        Ok(place) => Ok(Some(place)),
        // Whoever watches over us has to get an answer, the more so under load.
        Err(_) if matches!(request.path(), "/livez" | "/readyz") => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// There are thousands a second, each as cheap as can be: no span, no route, no line in the log.
/// [`InFlight`](super::InFlight) tells when it begins, and a counter how many.
async fn turn_away(
    mut request: ServiceRequest,
    problem: &Problem,
    id: &RequestId,
) -> ServiceResponse<BoxBody> {
    metrics::shed();
    body::let_go(&mut request).await;
    request.into_response(render(problem, Some(id.as_str())))
}

/// The answer to a request that has a place, told to log and metrics.
async fn serve(
    state: &ApiState,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    id: &RequestId,
    allowed: Option<&HeaderValue>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let begun = Instant::now();
    let method = request.method().clone();
    let preflight = cors::preflight(&request, allowed);
    let answered = match preflight {
        Some(answer) => request.into_response(answer),
        None => admit(state, request, next).await?,
    };
    // Asked afterwards, since routing has found it out.
    let route = answered.request().match_pattern();
    let route = route.as_deref().unwrap_or(NO_ROUTE);
    span::routed(route);
    let mut answered = answer::finish(answered, id, begun.elapsed());
    answer::tell(&mut answered);
    metrics::answered(&method, route, answered.status(), begun.elapsed());
    Ok(answered)
}

/// Lets a request through to its route if nothing speaks against it.
async fn admit(
    state: &ApiState,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let checked = limits::check(&request, &state.settings.limits).and_then(|()| {
        let (peer, settings) = (request.peer_addr(), &state.settings);
        let address = || address::client(peer, request.headers(), settings);
        let brings_token = extract::brings_token(state, request.headers());
        state
            .rates
            .take_at_edge(request.request(), brings_token, address)
    });
    match checked {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(problem) => Ok(request.error_response(problem)),
    }
}
