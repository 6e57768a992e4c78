//! `ETag`, `If-None-Match` and `If-Match`.

use crate::problem::{Code, Problem};
use actix_web::dev::Payload;
use actix_web::http::header::{self, ETag, EntityTag, Header, IfNoneMatch};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::future::{Ready, ready};

/// The tag of something that counts its changes: `"v7"`.
pub(crate) fn version_tag(version: i64) -> ETag {
    ETag(EntityTag::new_strong(format!("v{version}")))
}

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
            text.trim()
                .strip_prefix("\"v")?
                .strip_suffix('"')?
                .parse()
                .ok()
        })
        .map(IfMatch)
        .ok_or_else(|| Problem::new(Code::InvalidPrecondition))
}

/// A resource with its tag, or 304 when the client has it already. Without a version, the tag is a digest of the body.
pub(crate) fn tagged<T: Serialize>(
    request: &HttpRequest,
    version: Option<i64>,
    resource: &T,
) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_vec(resource).map_err(Problem::broken)?;
    let tag = version.map_or_else(|| digest(&body), version_tag);
    let fresh = matches!(IfNoneMatch::parse(request), Ok(IfNoneMatch::Any))
        || matches!(IfNoneMatch::parse(request),
            Ok(IfNoneMatch::Items(tags)) if tags.iter().any(|known| known.weak_eq(&tag.0)));
    if fresh && request.headers().contains_key(header::IF_NONE_MATCH) {
        return Ok(HttpResponse::NotModified().insert_header(tag).finish());
    }
    Ok(HttpResponse::Ok()
        .insert_header(tag)
        .content_type("application/json")
        .body(body))
}

fn digest(body: &[u8]) -> ETag {
    let hash: [u8; 32] = Sha256::digest(body).into();
    let short = hash.get(..12).unwrap_or_default();
    ETag(EntityTag::new_strong(URL_SAFE_NO_PAD.encode(short)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn answer(if_none_match: Option<&str>, version: Option<i64>) -> HttpResponse {
        let mut request = TestRequest::get();
        if let Some(value) = if_none_match {
            request = request.insert_header((header::IF_NONE_MATCH, value));
        }
        tagged(&request.to_http_request(), version, &"content").unwrap()
    }

    #[test]
    fn what_the_client_has_is_not_sent_again() {
        let table = [
            (None, 200),
            (Some("\"v3\""), 304),
            (Some("W/\"v3\""), 304),
            (Some("\"v2\", \"v3\""), 304),
            (Some("*"), 304),
            (Some("\"v2\""), 200),
            (Some("nonsense"), 200),
        ];
        for (value, status) in table {
            let answer = answer(value, Some(3));
            assert_eq!(answer.status(), status, "{value:?}");
            assert_eq!(answer.headers().get(header::ETAG).unwrap(), "\"v3\"");
        }
        let tag = answer(None, None)
            .headers()
            .get(header::ETAG)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        assert_eq!(answer(Some(&tag), None).status(), 304);
    }

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
        assert_eq!(read(None), Err(Code::PreconditionRequired));
        for text in [
            "*",
            "v12",
            "\"12\"",
            "W/\"v12\"",
            "\"v1\", \"v2\"",
            "\"vx\"",
        ] {
            assert_eq!(read(Some(text)), Err(Code::InvalidPrecondition), "{text}");
        }
    }
}
