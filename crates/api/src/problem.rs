//! RFC 9457 problems: the one form in which this API says no.
//!
//! A handler returns a [`Problem`]; the edge writes it out ([`render`]), because only there the request's id is known,
//! and logs it once if the fault is ours. What caused a problem goes to the log and never into the answer.

mod codes;
mod fault_codes;
mod outage;
mod render;

pub use codes::Code;
pub(crate) use fault_codes::{FAULT_CODES, FaultCode};
pub(crate) use render::{members, render, rendered_from};

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use ludger_domain::fault::{Fault, Faults};
use serde_json::{Map, Value};
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// What is wrong with a request, or with us.
#[derive(Debug, Clone)]
pub struct Problem {
    code: Code,
    // In a box, so that a result that may be a problem stays small.
    more: Box<More>,
}

#[derive(Debug, Clone, Default)]
struct More {
    detail: Option<String>,
    faults: Vec<Fault>,
    extra: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    retry_after_s: Option<u32>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Problem {
    /// A problem of this code, with the code's cause as its detail.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            more: Box::default(),
        }
    }

    /// Input that breaks rules.
    pub fn invalid(faults: impl Into<Faults>) -> Self {
        Self::new(Code::ValidationFailed).faults(faults)
    }

    /// Something that is not there, or not for whoever asked.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// Something that our own rules exclude. The answer does not tell what.
    pub fn broken(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Code::Internal).caused_by(Arc::from(cause.into()))
    }

    /// What is wrong this time, in one sentence.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.more.detail = Some(detail.into());
        self
    }

    /// What is wrong with which field.
    #[must_use]
    pub fn faults(mut self, faults: impl Into<Faults>) -> Self {
        self.more.faults.extend(faults.into().0);
        self
    }

    /// A member of its own, for programs.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.more.extra.insert(member.to_owned(), value.into());
        self
    }

    /// A header that goes with the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.headers.push((name, value));
        self
    }

    /// When it is worth to ask again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.more.retry_after_s = Some(seconds);
        self
    }

    /// What happened, for the log.
    #[must_use]
    pub fn caused_by(mut self, cause: Arc<dyn Error + Send + Sync>) -> Self {
        self.more.cause = Some(cause);
        self
    }

    /// What happened, with everything behind it, for the log.
    pub(crate) fn cause(&self) -> String {
        let mut text = String::new();
        let mut next: Option<&dyn Error> = self.more.cause.as_deref().map(|cause| cause as _);
        while let Some(error) = next {
            let separator = if text.is_empty() { "" } else { ": " };
            text.push_str(separator);
            text.push_str(&error.to_string());
            next = error.source();
        }
        text
    }

    /// Its code.
    pub const fn code(&self) -> Code {
        self.code
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.more.detail.as_deref().unwrap_or(self.code.title()))
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    /// Without a request id: what an answer looks like that never passed the edge.
    fn error_response(&self) -> HttpResponse {
        render(self, None)
    }
}

impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        Self::invalid(faults)
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::invalid(fault)
    }
}
