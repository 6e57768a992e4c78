//! Files that are the same for everybody until the next release. Each is made once, with its tag: thousands who fetch it
//! share one copy, and nothing is worked out for them.

use crate::extract::{digest, unless_known};
use actix_web::http::header::{self, ETag, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};

/// A file in memory.
#[derive(Clone)]
pub(crate) struct File {
    kind: String,
    body: Bytes,
    tag: ETag,
    policy: Option<HeaderValue>,
}

impl File {
    pub(crate) fn new(kind: impl Into<String>, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        Self {
            kind: kind.into(),
            tag: digest(&body),
            body,
            policy: None,
        }
    }

    /// With another policy than the common one, which lets a page do nothing.
    pub(crate) fn with_policy(mut self, policy: HeaderValue) -> Self {
        self.policy = Some(policy);
        self
    }

    /// The file, for anybody to keep, as long as they ask whether it is still the same.
    pub(crate) fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let mut answer = unless_known(request, self.tag.clone(), |mut answer| {
            answer
                .content_type(self.kind.as_str())
                .body(self.body.clone())
        });
        let headers = answer.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if let Some(policy) = &self.policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        }
        answer
    }
}
