//! What is refused before any route sees it.

use crate::problem::{Code, Problem};
use crate::settings::Limits;
use actix_web::dev::ServiceRequest;
use actix_web::http::header;

/// Refuses requests that are too large in their head, or encoded: decompression is where small requests become large.
pub(super) fn check(request: &ServiceRequest, limits: &Limits) -> Result<(), Problem> {
    if request
        .uri()
        .path_and_query()
        .map_or(0, |p| p.as_str().len())
        > limits.uri_bytes_max
    {
        return Err(Problem::new(Code::UriTooLong));
    }
    let headers = request.headers();
    let bytes: usize = headers
        .iter()
        .map(|(n, v)| n.as_str().len() + v.len())
        .sum();
    if bytes > limits.header_bytes_max {
        return Err(Problem::new(Code::HeadersTooLarge));
    }
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::new(Code::UnsupportedEncoding));
    }
    Ok(())
}
