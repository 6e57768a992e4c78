//! `ETag` and `If-None-Match`: what the client has is not sent again.

use crate::problem::Problem;
use actix_web::http::header::{self, ETag, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The tag of something that counts its changes: `"v7"`.
pub(crate) fn version_tag(version: i64) -> ETag {
    ETag(EntityTag::new_strong(format!("v{version}")))
}

/// A resource with its tag, or 304 when the client has it already. Without a version, the tag is a digest of the body.
pub(crate) fn tagged<T: Serialize>(
    request: &HttpRequest,
    version: Option<i64>,
    resource: &T,
) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_vec(resource).map_err(Problem::broken)?;
    let tag = version.map_or_else(|| digest(&body), version_tag);
    Ok(unless_known(request, tag, |mut answer| {
        answer.content_type("application/json").body(body)
    }))
}

/// A resource that counts its changes and shows things beside it that change by themselves: its tag is `"v7.…"`, of
/// which an edit looks at the version alone; or 304 when the client has it already.
pub(crate) fn tagged_whole<T: Serialize>(
    request: &HttpRequest,
    version: i64,
    resource: &T,
) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_vec(resource).map_err(Problem::broken)?;
    Ok(unless_known(
        request,
        whole_tag(version, &body),
        |mut answer| answer.content_type("application/json").body(body),
    ))
}

/// The same as the answer to an edit.
pub(crate) fn whole<T: Serialize>(version: i64, resource: &T) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_vec(resource).map_err(Problem::broken)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header(whole_tag(version, &body));
    Ok(answer.content_type("application/json").body(body))
}

fn whole_tag(version: i64, body: &[u8]) -> ETag {
    let tag = format!("v{version}.{}", digest(body).0.tag());
    ETag(EntityTag::new_strong(tag))
}

/// The answer that `whole` writes, or 304 when the client has it already.
pub(crate) fn unless_known(
    request: &HttpRequest,
    tag: ETag,
    whole: impl FnOnce(HttpResponseBuilder) -> HttpResponse,
) -> HttpResponse {
    let known = request.headers().contains_key(header::IF_NONE_MATCH)
        && match IfNoneMatch::parse(request) {
            Ok(IfNoneMatch::Any) => true,
            Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag.0)),
            Err(_) => false,
        };
    if known {
        return HttpResponse::NotModified().insert_header(tag).finish();
    }
    let mut answer = HttpResponse::Ok();
    answer.insert_header(tag);
    whole(answer)
}

/// The tag of something that has no version: a digest of it.
pub(crate) fn digest(body: &[u8]) -> ETag {
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
}
