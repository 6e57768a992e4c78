//! The `Idempotency-Key` header.

use crate::problem::{Code, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponseBuilder};
use ludger_application::RequestKey;
use ludger_ports::{Fingerprint, IdempotencyKey};
use serde::Serialize;
use std::future::{Ready, ready};

/// What the client calls this request by. Required where value moves.
pub(crate) struct Key(IdempotencyKey);

impl Key {
    /// The key for an operation (`POST /v1/…`, as the route is written) and everything that is asked of it.
    pub(crate) fn of<T: Serialize>(
        self,
        operation: &str,
        asked: &T,
    ) -> Result<RequestKey, Problem> {
        let asked = serde_json::to_value(asked).map_err(Problem::broken)?;
        let fingerprint = Fingerprint::of(&asked);
        Ok(RequestKey {
            key: self.0,
            operation: operation.to_owned(),
            fingerprint,
        })
    }
}

impl FromRequest for Key {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(request))
    }
}

impl Key {
    /// For handlers that need a key in some cases only.
    pub(crate) fn read(request: &HttpRequest) -> Result<Self, Problem> {
        let mut lines = request.headers().get_all("idempotency-key");
        match (lines.next(), lines.next()) {
            (None, _) => Err(Problem::new(Code::IdempotencyKeyRequired)),
            (Some(line), None) => line
                .to_str()
                .ok()
                .and_then(|text| IdempotencyKey::try_from(text).ok())
                .map(Self)
                .ok_or_else(|| Problem::new(Code::InvalidIdempotencyKey)),
            (Some(_), Some(_)) => Err(Problem::new(Code::InvalidIdempotencyKey)),
        }
    }
}

/// Says so if an answer was given before.
pub(crate) fn replayed(again: bool, mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    if again {
        let name = HeaderName::from_static("idempotent-replayed");
        answer.insert_header((name, HeaderValue::from_static("true")));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn key(lines: &[&str]) -> Result<String, Code> {
        let mut request = TestRequest::post();
        for line in lines {
            request = request.append_header(("Idempotency-Key", *line));
        }
        let read = Key::read(&request.to_http_request());
        read.map(|key| key.0.as_str().to_owned())
            .map_err(|p| p.code())
    }

    #[test]
    fn a_key_is_one_line_of_visible_ascii() {
        let long = "k".repeat(256);
        assert_eq!(key(&["k-1"]), Ok("k-1".to_owned()));
        assert_eq!(key(&[]), Err(Code::IdempotencyKeyRequired));
        for lines in [&["a b"][..], &[""], &["ü"], &[long.as_str()], &["a", "a"]] {
            assert_eq!(key(lines), Err(Code::InvalidIdempotencyKey), "{lines:?}");
        }
    }

    #[test]
    fn the_fingerprint_is_of_what_was_understood() {
        let of = |asked: &str| {
            let asked: serde_json::Value = serde_json::from_str(asked).unwrap();
            let key = Key(IdempotencyKey::try_from("k").unwrap());
            key.of("POST /v1/x", &asked).unwrap().fingerprint
        };
        assert_eq!(of(r#"{"a":1,"b":2}"#), of("{ \"b\": 2, \"a\": 1 }"));
        assert_ne!(of(r#"{"a":1}"#), of(r#"{"a":2}"#));
    }
}
