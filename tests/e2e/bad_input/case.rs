//! A request with something wrong, and what has to come of it.

use super::asking::Asking;
use super::document::{Document, Operation};
use crate::harness::Answer;
use serde_json::{Value, json};

/// A request with something wrong.
pub(super) struct Case {
    /// What is wrong.
    pub(super) what: String,
    pub(super) asking: Asking,
    pub(super) expected: Expected,
}

/// What has to come of it.
pub(super) enum Expected {
    /// This problem; with a pointer, it is at fault.
    Problem {
        status: u16,
        code: &'static str,
        pointer: Option<String>,
    },
    /// Any problem that the document tells of.
    SomeProblem,
    /// The same, or an answer: odd, but not wrong.
    Odd,
}

impl Expected {
    pub(super) fn problem(status: u16, code: &'static str) -> Self {
        Self::Problem {
            status,
            code,
            pointer: None,
        }
    }

    /// A field breaks a rule.
    pub(super) fn invalid(pointer: impl Into<String>) -> Self {
        Self::Problem {
            status: 422,
            code: "validation_failed",
            pointer: Some(pointer.into()),
        }
    }

    /// A parameter does.
    pub(super) fn invalid_query(name: &str) -> Self {
        Self::Problem {
            status: 400,
            code: "invalid_query",
            pointer: Some(format!("/{name}")),
        }
    }
}

impl Case {
    /// The code that it led to, or what is wrong with the answer.
    pub(super) fn check(
        &self,
        document: &Document,
        operation: &Operation,
        answer: &Answer,
    ) -> Result<String, String> {
        if matches!(self.expected, Expected::Odd) && answer.status < 300 {
            return Ok(String::new());
        }
        let problem = problem(document, answer)?;
        let code = problem["code"].as_str().unwrap_or_default();
        ensure(operation.tells_of(answer.status, code), "is not documented")?;
        // Whoever comes too late is told that alone.
        if let Expected::Problem {
            status,
            code: expected,
            pointer,
        } = &self.expected
            && code != "setup_done"
        {
            let right = answer.status == *status && code == *expected;
            ensure(right, &format!("is not {status} {expected}"))?;
            let mut faults = problem["errors"].as_array().into_iter().flatten();
            let points = pointer
                .as_ref()
                .is_none_or(|pointer| faults.any(|fault| fault["pointer"] == pointer.as_str()));
            ensure(points, &format!("does not point to {pointer:?}"))?;
        }
        match code {
            "not_found" => {
                let mut same = problem.clone();
                same["request_id"] = Value::Null;
                ensure(same == not_found(), "tells more than others")?;
            }
            "not_signed_in" => {
                let how = answer.header("www-authenticate");
                ensure(how == Some("Bearer"), "does not say how to sign in")?;
            }
            "body_too_large" => ensure(problem["limit_bytes"].is_u64(), "tells no limit")?,
            _ => {}
        }
        Ok(code.to_owned())
    }
}

/// The problem of an answer, if it is one as they have to be.
pub(super) fn problem(document: &Document, answer: &Answer) -> Result<Value, String> {
    ensure(
        (400..500).contains(&answer.status),
        &format!("gives {}", answer.status),
    )?;
    ensure(
        answer.header("content-type") == Some("application/problem+json"),
        "is no problem",
    )?;
    let problem = answer.json();
    ensure(problem["status"] == answer.status, "has another status")?;
    let code = problem["code"].as_str().unwrap_or_default();
    ensure(document.explains(code), "is not explained")?;
    ensure(
        problem["type"] == format!("/docs/errors#{code}"),
        "has another type",
    )?;
    for member in ["title", "detail"] {
        let is_there = problem[member]
            .as_str()
            .is_some_and(|text| !text.is_empty());
        ensure(is_there, &format!("has no {member}"))?;
    }
    let id = problem["request_id"].as_str();
    ensure(
        id.is_some() && id == answer.header("x-request-id"),
        "has another request id",
    )?;
    Ok(problem)
}

/// What is not there and what is somebody else's look alike everywhere.
fn not_found() -> Value {
    json!({
        "type": "/docs/errors#not_found",
        "title": "Not found",
        "status": 404,
        "detail": "There is no such route or resource, or it is not yours.",
        "code": "not_found",
        "request_id": null,
    })
}

fn ensure(holds: bool, fault: &str) -> Result<(), String> {
    holds.then_some(()).ok_or_else(|| fault.to_owned())
}
