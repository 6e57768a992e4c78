//! The span of a request. It has the path and never the query, nor any header but the two ids: nothing secret.

use super::request_id::RequestId;
use actix_web::dev::ServiceRequest;
use actix_web::http::header::HeaderMap;
use tracing::{Span, field, info_span};

/// The span that all events of a request are logged in.
pub(super) fn of(request: &ServiceRequest, id: &RequestId) -> Span {
    let trace = TraceParent::of(request.headers());
    info_span!(
        "request",
        otel.kind = "server",
        method = %request.method(),
        route = field::Empty,
        path = request.path(),
        request_id = id.as_str(),
        trace_id = trace.map(|t| t.trace_id),
        parent_id = trace.map(|t| t.parent_id),
        user = field::Empty,
    )
}

/// Tells which route the request of the current span is for.
pub(super) fn routed(route: &str) {
    Span::current().record("route", route);
}

/// What W3C `traceparent` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TraceParent<'a> {
    trace_id: &'a str,
    parent_id: &'a str,
}

impl<'a> TraceParent<'a> {
    fn of(headers: &'a HeaderMap) -> Option<Self> {
        Self::parse(headers.get("traceparent")?.to_str().ok()?)
    }

    /// `00-<32 hex>-<16 hex>-<2 hex>`; later versions may have more behind it.
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split('-');
        let version = hex(parts.next()?, 2)?;
        let trace_id = hex(parts.next()?, 32)?;
        let parent_id = hex(parts.next()?, 16)?;
        hex(parts.next()?, 2)?;
        let zero = |id: &str| id.bytes().all(|b| b == b'0');
        let ends = parts.next().is_none() || version != "00";
        (ends && version != "ff" && !zero(trace_id) && !zero(parent_id)).then_some(Self {
            trace_id,
            parent_id,
        })
    }
}

fn hex(text: &str, length: usize) -> Option<&str> {
    let plain = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    (text.len() == length && plain).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traceparent_is_read_as_w3c_says() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let read = TraceParent::parse(good).unwrap();
        assert_eq!(read.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(read.parent_id, "00f067aa0ba902b7");
        for text in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        ] {
            assert_eq!(TraceParent::parse(text), None, "{text}");
        }
    }
}
