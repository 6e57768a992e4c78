//! JSON bodies.

use super::body::{self, Bounds};
use super::depth::{DEPTH_MAX, is_too_deep};
use super::{repair, state};
use crate::problem::{Code, Problem};
use crate::settings::Limits;
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpRequest};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use serde::de::{DeserializeOwned, IgnoredAny};

/// A JSON body, read strictly: `application/json`, bounded, no unknown fields (the types say so), and every fault of
/// its shape that can be found at once.
pub(crate) struct Json<T>(pub(crate) T);

/// The same, larger: for many things at once.
pub(crate) struct BatchJson<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Json<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        let bytes_max = |limits: &Limits| limits.json_bytes_max;
        async move { read(request, payload, bytes_max).await.map(Self) }.boxed_local()
    }
}

impl<T: DeserializeOwned> FromRequest for BatchJson<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        let bytes_max = |limits: &Limits| limits.batch_bytes_max;
        async move { read(request, payload, bytes_max).await.map(Self) }.boxed_local()
    }
}

async fn read<T: DeserializeOwned>(
    request: HttpRequest,
    payload: Payload,
    bytes_max: impl Fn(&Limits) -> usize,
) -> Result<T, Problem> {
    check_type(request.headers(), &["application/json"])?;
    let limits = &state(&request)?.settings.limits;
    let bounds = Bounds {
        bytes_max: bytes_max(limits),
        time_max: limits.body_time_max,
    };
    let bytes = body::read(request, payload, bounds).await?;
    parse(&bytes)
}

/// Reads a document.
pub(crate) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, Problem> {
    if is_too_deep(json) {
        let detail = format!("arrays and objects are nested more than {DEPTH_MAX} deep");
        return Err(Problem::new(Code::JsonTooDeep).detail(detail));
    }
    serde_json::from_slice::<IgnoredAny>(json).map_err(|error| malformed(&error))?;
    repair::read(json).map_err(Problem::invalid)
}

fn malformed(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let what = if error.is_eof() {
        "ends too early"
    } else {
        "is not JSON"
    };
    Problem::new(Code::MalformedJson)
        .detail(format!("the body {what} at line {line}, column {column}"))
        .with("line", line)
        .with("column", column)
}

/// Refuses a body of another type than these; a `charset` may stand behind it, if it is UTF-8.
pub(super) fn check_type(headers: &HeaderMap, taken: &[&str]) -> Result<(), Problem> {
    let unsupported = || {
        Problem::new(Code::UnsupportedMediaType)
            .detail(format!("this route takes {}", taken.join(", ")))
    };
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    let (essence, parameters) = text
        .map(|t| t.split_once(';').unwrap_or((t, "")))
        .ok_or_else(unsupported)?;
    let known = taken.iter().any(|t| essence.trim().eq_ignore_ascii_case(t));
    let utf8 = parameters
        .split(';')
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .all(|parameter| {
            parameter.split_once('=').is_none_or(|(name, value)| {
                !name.eq_ignore_ascii_case("charset")
                    || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            })
        });
    if known && utf8 {
        Ok(())
    } else {
        Err(unsupported())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn only_json_in_utf8_is_taken() {
        let table = [
            (Some("application/json"), true),
            (Some("Application/JSON; charset=UTF-8"), true),
            (Some("application/json; charset=\"utf-8\"; x=y"), true),
            (Some("application/json; charset=latin1"), false),
            (Some("application/jsonx"), false),
            (Some("text/plain"), false),
            (Some(""), false),
            (None, false),
        ];
        for (value, taken) in table {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(value));
            }
            assert_eq!(
                check_type(&headers, &["application/json"]).is_ok(),
                taken,
                "{value:?}"
            );
        }
    }

    #[test]
    fn broken_json_says_where() {
        let table = [
            (&b"{\"a\": 1,\n  b}"[..], "is not JSON at line 2, column 3"),
            (b"{\"a\": ", "ends too early at line 1"),
            (b"", "ends too early at line 1, column 0"),
            (b"{} {}", "is not JSON at line 1, column 4"),
            (b"{\"a\": NaN}", "is not JSON at line 1"),
            (b"\xff\xfe", "is not JSON at line 1, column 1"),
        ];
        for (json, expected) in table {
            let Err(problem) = parse::<serde_json::Value>(json) else {
                panic!("{json:?} was read")
            };
            assert_eq!(problem.code(), Code::MalformedJson);
            assert!(
                problem.to_string().contains(expected),
                "{problem} / {expected}"
            );
        }
    }

    #[test]
    fn deep_json_is_refused_before_it_is_read() {
        let json = format!("{}{}", "[".repeat(60_000), "]".repeat(60_000));
        let problem = parse::<serde_json::Value>(json.as_bytes()).unwrap_err();
        assert_eq!(problem.code(), Code::JsonTooDeep);
    }
}
