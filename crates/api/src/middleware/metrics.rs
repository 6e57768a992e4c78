//! What is measured of every request.

use actix_web::http::{Method, StatusCode};
use metrics::{counter, gauge, histogram};
use std::time::Duration;

/// Seconds from the first byte of a request to its answer, by `method`, `route` (as it is written in the API) and
/// `status`.
const DURATION: &str = "ludger_http_request_duration_seconds";
/// Requests in work.
const IN_FLIGHT: &str = "ludger_http_requests_in_flight";
/// Requests that were turned away because too many were in work.
const SHED: &str = "ludger_http_requests_shed_total";

/// A request came to its answer.
pub(super) fn answered(method: &Method, route: &str, status: StatusCode, taken: Duration) {
    let labels = [
        ("method", name(method).to_owned()),
        ("route", route.to_owned()),
        ("status", status.as_u16().to_string()),
    ];
    histogram!(DURATION, &labels).record(taken.as_secs_f64());
}

/// A request is in work.
pub(super) fn entered() {
    gauge!(IN_FLIGHT).increment(1);
}

/// A request is in work no more.
pub(super) fn left() {
    gauge!(IN_FLIGHT).decrement(1);
}

/// A request was turned away.
pub(super) fn shed() {
    counter!(SHED).increment(1);
}

/// Methods that this API has; clients can make up any number of others.
fn name(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::OPTIONS => method.as_str(),
        _ => "other",
    }
}
