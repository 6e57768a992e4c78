//! Outside of all routes.

use super::{answer, cors, limits, metrics, request_id::RequestId, span};
use crate::extract::{body, state};
use crate::listen::Quiet;
use crate::state::ApiState;
use actix_http::ConnectionType;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
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
    let begun = Instant::now();
    // Not there in an app that something else serves.
    let quiet = request.request().conn_data::<Rc<Quiet>>().cloned();
    let in_request = quiet.as_ref().map(Quiet::request);
    let id = RequestId::of(request.headers(), &state);
    let span = span::of(&request, &id);
    request.extensions_mut().insert(id.clone());
    async move {
        let method = request.method().clone();
        let allowed = cors::allowed(&request, &state.settings.cors_origins);
        let preflight = cors::preflight(&request, allowed.as_ref());
        let answered = match preflight {
            Some(answer) => request.into_response(answer),
            None => admit(&state, request, next).await?,
        };
        // Asked afterwards, since routing has found it out.
        let route = answered.request().match_pattern();
        let route = route.as_deref().unwrap_or(NO_ROUTE);
        span::routed(route);
        let answered = answer::finish(answered, &id, begun.elapsed()).map_into_boxed_body();
        metrics::answered(&method, route, answered.status(), begun.elapsed());
        let mut answered = answer::dress(answered, &state.settings, &id, allowed);
        if quiet.is_some_and(|quiet| quiet.is_leaving()) {
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
    .instrument(span)
    .await
}

/// Lets a request through to its route if there is room and nothing speaks against it.
async fn admit(
    state: &Data<ApiState>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let place = match state.in_flight.enter() {
        Ok(place) => Some(place),
        // Whoever watches over us has to get an answer, the more so under load.
        Err(_) if matches!(request.path(), "/livez" | "/readyz") => None,
        Err(problem) => {
            metrics::shed();
            let mut request = request;
            body::let_go(&mut request).await;
            return Ok(request.error_response(problem));
        }
    };
    if let Err(problem) = limits::check(&request, &state.settings.limits) {
        return Ok(request.error_response(problem));
    }
    let answered = next.call(request).await?.map_into_boxed_body();
    drop(place);
    Ok(answered)
}
