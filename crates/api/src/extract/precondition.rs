//! `If-Match`: which version an edit is meant for.

use crate::problem::{Code, Problem};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};

/// The version that an edit is meant for; 428 without one. `*` and lists of tags are refused: an edit is always of
/// something that was read.
pub(crate) struct IfMatch(pub(crate) i64);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(version(request))
    }
}

/// The same where it may be left out.
pub(crate) struct AnyIfMatch(pub(crate) Option<i64>);

impl FromRequest for AnyIfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request.headers().contains_key(header::IF_MATCH);
        let version = given.then(|| version(request).map(|tag| tag.0)).transpose();
        ready(version.map(Self))
    }
}

fn version(request: &HttpRequest) -> Result<IfMatch, Problem> {
    let line = request
        .headers()
        .get(header::IF_MATCH)
        .ok_or_else(|| Problem::new(Code::PreconditionRequired))?;
    line.to_str()
        .ok()
        .and_then(|text| {
            let tag = text.trim().strip_prefix("\"v")?.strip_suffix('"')?;
            match tag.split_once('.') {
                Some((version, digest)) if is_digest(digest) => version.parse().ok(),
                Some(_) => None,
                None => tag.parse().ok(),
            }
        })
        .map(IfMatch)
        .ok_or_else(|| Problem::new(Code::InvalidPrecondition))
}

/// What stands behind the version of something that shows things beside it.
fn is_digest(text: &str) -> bool {
    let is_of_it = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    text.len() == 16 && text.bytes().all(is_of_it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn an_edit_names_the_version_that_it_is_of() {
        let read = |value: Option<&str>| {
            let mut request = TestRequest::put();
            if let Some(value) = value {
                request = request.insert_header((header::IF_MATCH, value));
            }
            version(&request.to_http_request())
                .map(|tag| tag.0)
                .map_err(|p| p.code())
        };
        assert_eq!(read(Some("\"v12\"")), Ok(12));
        assert_eq!(read(Some("\"v12.0123456789-_abAB\"")), Ok(12));
        assert_eq!(read(None), Err(Code::PreconditionRequired));
        for text in [
            "*",
            "v12",
            "\"12\"",
            "W/\"v12\"",
            "\"v1\", \"v2\"",
            "\"vx\"",
            "\"v12.\"",
            "\"v12.0123456789-_abA+\"",
        ] {
            assert_eq!(read(Some(text)), Err(Code::InvalidPrecondition), "{text}");
        }
    }
}
