//! Answers, and what is expected of them.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// What came back, whole.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// What it answers.
    pub(crate) request: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header, if it is there.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` for an empty one.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.told()))
    }

    /// The body as JSON, of an answer with this status.
    #[track_caller]
    pub(crate) fn gives(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.told());
        self.json()
    }

    /// The body of a problem with this status and code.
    #[track_caller]
    pub(crate) fn refuses(&self, status: u16, code: &str) -> Value {
        let problem = self.problem();
        assert_eq!(
            (self.status, problem["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.told()
        );
        problem
    }

    /// The body of a problem, whole as RFC 9457 and this API want it.
    #[track_caller]
    pub(crate) fn problem(&self) -> Value {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{}",
            self.told()
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{}", self.told());
        for member in ["type", "title", "detail", "code", "request_id"] {
            assert!(problem[member].is_string(), "no {member}: {}", self.told());
        }
        assert_eq!(
            problem["request_id"].as_str(),
            self.header("x-request-id"),
            "{}",
            self.told()
        );
        problem
    }

    /// Whether it was given before, to the same request.
    pub(crate) fn is_replayed(&self) -> bool {
        self.header("idempotent-replayed") == Some("true")
    }

    /// For a failing test's reader.
    pub(crate) fn told(&self) -> String {
        let text: String = self.text().chars().take(2_000).collect();
        format!("{} → {} {text}", self.request, self.status)
    }
}
