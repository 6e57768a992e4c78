//! `X-Request-Id`: the client's, if it is a decent one, or a fresh one.

use crate::state::ApiState;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// Characters of an id that is taken from a client.
const LENGTH_MAX: usize = 128;

pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// What a request is called in logs, problems and the audit log.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(HeaderValue);

impl RequestId {
    /// From the header, if it is 1 to 128 visible ASCII characters.
    pub(super) fn of(headers: &HeaderMap, state: &ApiState) -> Self {
        let given = headers.get(&HEADER).filter(|value| {
            let bytes = value.as_bytes();
            (1..=LENGTH_MAX).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic)
        });
        Self(given.cloned().unwrap_or_else(|| {
            // A UUID is a header value.
            HeaderValue::from_str(&state.ids.next().to_string())
                .unwrap_or_else(|_| HeaderValue::from_static("unknown"))
        }))
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or("unknown")
    }

    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}
