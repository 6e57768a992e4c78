//! Pages of other origins may read answers if their origin is on the list. No cookies are involved, and no
//! `Access-Control-Allow-Credentials`: what such a page may do, it does with a token that it was given.

use actix_web::HttpResponse;
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};

const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Deprecation, ETag, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, \
     Retry-After, Sunset, X-Request-Id",
);
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
const HEADERS: HeaderValue = HeaderValue::from_static(
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id, \
     Traceparent",
);
/// Seconds for which a browser may remember.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

/// The origin of a request, if it is on the list.
pub(super) fn allowed(request: &ServiceRequest, origins: &[String]) -> Option<HeaderValue> {
    let origin = request.headers().get(header::ORIGIN)?;
    origins
        .iter()
        .any(|known| known.as_bytes() == origin.as_bytes())
        .then(|| origin.clone())
}

/// The answer to a browser that asks whether it may ask.
pub(super) fn preflight(
    request: &ServiceRequest,
    allowed: Option<&HeaderValue>,
) -> Option<HttpResponse> {
    let asks = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    (asks && allowed.is_some()).then(|| {
        HttpResponse::NoContent()
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS))
            .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, MAX_AGE))
            .finish()
    })
}

/// Lets the origin read the answer.
pub(super) fn add(headers: &mut HeaderMap, allowed: Option<HeaderValue>, origins: &[String]) {
    if !origins.is_empty() {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}
