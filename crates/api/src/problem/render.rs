//! Problems as answers.

use super::{Code, Problem};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The answer.
pub(crate) fn render(problem: &Problem, request_id: Option<&str>) -> HttpResponse {
    let code = problem.code;
    let mut answer = HttpResponseBuilder::new(code.status());
    answer.insert_header((header::CONTENT_TYPE, PROBLEM_JSON));
    if let Some(seconds) = problem.more.retry_after_s {
        answer.insert_header((header::RETRY_AFTER, seconds));
    }
    for (name, value) in &problem.more.headers {
        answer.append_header((name.clone(), value.clone()));
    }
    // Neither our types nor JSON values fail to be written.
    answer.body(serde_json::to_string(&Body(problem, request_id)).unwrap_or_default())
}

/// The body, as a value.
pub(crate) fn members(problem: &Problem, request_id: Option<&str>) -> Map<String, Value> {
    match serde_json::to_value(Body(problem, request_id)) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// The body. Members of the problem's own come last, and cannot replace the standard ones.
struct Body<'a>(&'a Problem, Option<&'a str>);

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const STANDARD: [&str; 8] = [
            "type",
            "title",
            "status",
            "detail",
            "code",
            "request_id",
            "errors",
            "retry_after_s",
        ];
        let Self(Problem { code, more }, request_id) = self;
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("type", &format_args!("/docs/errors#{}", code.as_str()))?;
        members.serialize_entry("title", code.title())?;
        members.serialize_entry("status", &code.status().as_u16())?;
        let detail = more.detail.as_deref().unwrap_or(code.cause());
        members.serialize_entry("detail", detail)?;
        members.serialize_entry("code", code.as_str())?;
        if let Some(id) = request_id {
            members.serialize_entry("request_id", id)?;
        }
        if !more.faults.is_empty() {
            members.serialize_entry("errors", &more.faults)?;
        }
        if let Some(seconds) = more.retry_after_s {
            members.serialize_entry("retry_after_s", &seconds)?;
        }
        let own = more.extra.iter();
        for (member, value) in own.filter(|(member, _)| !STANDARD.contains(&member.as_str())) {
            members.serialize_entry(member, value)?;
        }
        members.end()
    }
}

/// A problem for an error that is not ours: the web framework's own, told by its status.
pub(crate) fn rendered_from(status: StatusCode) -> Problem {
    Problem::new(match status.as_u16() {
        404 => Code::NotFound,
        405 => Code::MethodNotAllowed,
        408 => Code::BodyTimeout,
        413 => Code::BodyTooLarge,
        415 => Code::UnsupportedMediaType,
        400..=499 => Code::BadRequest,
        _ => Code::Internal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ludger_domain::fault::Fault;
    use serde_json::json;

    #[actix_web::test]
    async fn a_problem_has_all_members_and_its_own_cannot_replace_them() {
        let problem = Problem::invalid(Fault::new("/amount", "malformed_amount", "no"))
            .detail("the amount is no amount")
            .with("available", "1.00")
            .with("status", 200);
        let answer = render(&problem, Some("r-1"));
        assert_eq!(
            answer.headers().get(header::CONTENT_TYPE).unwrap(),
            PROBLEM_JSON
        );
        let body = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let expected = json!({
            "type": "/docs/errors#validation_failed",
            "title": "Invalid input",
            "status": 422,
            "detail": "the amount is no amount",
            "code": "validation_failed",
            "request_id": "r-1",
            "errors": [{"pointer": "/amount", "code": "malformed_amount", "detail": "no"}],
            "available": "1.00",
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn codes_are_unique_and_snake_case() {
        for (at, code) in Code::ALL.iter().enumerate() {
            let text = code.as_str();
            assert!(
                text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                "{text}"
            );
            assert!(
                Code::ALL[..at].iter().all(|other| other.as_str() != text),
                "{text} twice"
            );
        }
    }
}
