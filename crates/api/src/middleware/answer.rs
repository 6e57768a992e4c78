//! Answers on their way out.

use super::slices::sliced;
use super::{cors, headers, request_id, request_id::RequestId};
use crate::cookie::SetCookie;
use crate::problem::{Code, Problem, render, rendered_from};
use crate::rates::Rate;
use crate::settings::ApiSettings;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpMessage, HttpResponse};
use std::time::Duration;

/// Writes a problem out with the id of its request, and logs how the request went: once, and as an error only if the
/// fault is ours.
pub(super) fn finish(
    answered: ServiceResponse<BoxBody>,
    id: &RequestId,
    taken: Duration,
) -> ServiceResponse<BoxBody> {
    let status = answered.status().as_u16();
    let elapsed_ms = taken.as_millis();
    let Some(problem) = problem_in(answered.response()) else {
        if matches!(answered.request().path(), "/livez" | "/readyz") {
            // Asked every few seconds; worth a line only when something is wrong.
            tracing::debug!(status, elapsed_ms, "answered");
        } else {
            tracing::info!(status, elapsed_ms, "answered");
        }
        return answered;
    };
    let code = problem.code().as_str();
    match status {
        500 => {
            let cause = problem.cause();
            tracing::error!(status, code, elapsed_ms, cause, "failed");
        }
        // While its body came, its place was taken. There may be many: `InFlight` tells when it begins.
        503 if problem.code() == Code::Overloaded && problem.cause().is_empty() => {
            tracing::debug!(status, code, elapsed_ms, "turned away");
        }
        501.. => {
            let cause = problem.cause();
            tracing::warn!(status, code, elapsed_ms, cause, "turned away");
        }
        _ => tracing::info!(status, code, elapsed_ms, "refused"),
    }
    answered.into_response(render(&problem, Some(id.as_str())))
}

/// Tells what was found out on the way in: what is left of the client's bucket, and that a browser's session was
/// renewed, unless the answer has another cookie for it.
pub(super) fn tell(answered: &mut ServiceResponse<BoxBody>) {
    let request = answered.request().clone();
    let renewed = request.extensions_mut().remove::<SetCookie>();
    let headers = answered.headers_mut();
    Rate::told(&request, headers);
    if let Some(SetCookie(cookie)) = renewed
        && !headers.contains_key(header::SET_COOKIE)
    {
        headers.insert(header::SET_COOKIE, cookie);
    }
}

/// The problem behind an answer; for an error that is not ours, one of its status.
fn problem_in(answer: &HttpResponse) -> Option<Problem> {
    if let Some(error) = answer.error() {
        let ours = error.as_error::<Problem>().cloned();
        return Some(ours.unwrap_or_else(|| rendered_from(answer.status())));
    }
    let status = answer.status();
    let failed = status.is_client_error() || status.is_server_error();
    (failed && !answer.headers().contains_key(header::CONTENT_TYPE)).then(|| rendered_from(status))
}

/// Puts on the headers that every answer has, and slices the body.
pub(super) fn dress(
    answered: ServiceResponse<BoxBody>,
    settings: &ApiSettings,
    id: &RequestId,
    origin: Option<HeaderValue>,
) -> ServiceResponse<BoxBody> {
    let mut answered = answered.map_body(|_, body| sliced(body));
    let own = answered.headers_mut();
    own.insert(request_id::HEADER, id.header());
    headers::add(own, settings);
    cors::add(own, origin, &settings.cors_origins);
    answered
}
