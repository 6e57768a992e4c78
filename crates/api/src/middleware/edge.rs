//! Outside of all routes.

use super::{answer, cors, limits, metrics, request_id::RequestId, span};
use crate::extract::state;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
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
    let id = RequestId::of(request.headers(), &state);
    let route = request.resource_map().match_pattern(request.path());
    let route = route.unwrap_or_else(|| NO_ROUTE.to_owned());
    let span = span::of(&request, &id, &route);
    request.extensions_mut().insert(id.clone());
    async move {
        let method = request.method().clone();
        let allowed = cors::allowed(&request, &state.settings.cors_origins);
        let preflight = cors::preflight(&request, allowed.as_ref());
        let answered = match preflight {
            Some(answer) => request.into_response(answer),
            None => admit(&state, &route, request, next).await?,
        };
        let answered = answer::finish(answered, &id, begun.elapsed()).map_into_boxed_body();
        metrics::answered(&method, &route, answered.status(), begun.elapsed());
        Ok(answer::dress(answered, &state.settings, &id, allowed))
    }
    .instrument(span)
    .await
}

/// Lets a request through to its route if there is room and nothing speaks against it.
async fn admit(
    state: &Data<ApiState>,
    route: &str,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let place = match state.in_flight.enter() {
        Ok(place) => Some(place),
        // Whoever watches over us has to get an answer, the more so under load.
        Err(_) if matches!(route, "/livez" | "/readyz") => None,
        Err(problem) => return Ok(turned_away(request, problem)),
    };
    if let Err(problem) = limits::check(&request, &state.settings.limits) {
        return Ok(turned_away(request, problem));
    }
    let answered = next.call(request).await?.map_into_boxed_body();
    drop(place);
    Ok(answered)
}

fn turned_away(request: ServiceRequest, problem: Problem) -> ServiceResponse<BoxBody> {
    if problem.code() == Code::Overloaded {
        metrics::shed();
    }
    request.error_response(problem)
}
