use super::range::{Wanted, wanted};
use crate::extract::{Path, unless_known};
use crate::headers::IfNoneMatchHeader;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::http::header::{self, ETag, EntityTag, HeaderName, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use ludger_domain::quiz::MediaName;

/// A file is shown, and does nothing: whatever it holds, it is no page with an origin.
const HEADERS: [(HeaderName, &str); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; sandbox",
    ),
    (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    ),
    (header::ACCEPT_RANGES, "bytes"),
];

/// Show a picture or play a sound
///
/// For whoever knows its name, as pages send no token along. Its content never changes. Of a sound a part can be asked for.
#[utoipa::path(
    get, path = "/media/{file}", tag = "bank",
    params(
        ("file" = String, Path, description = "The SHA-256 of its content, a point, and its type.",
            example = "0f343b0931126a20f133d67c2b018a3b0f343b0931126a20f133d67c2b018a3b.png"),
        IfNoneMatchHeader,
    ),
    responses(
        (status = 200, description = "The file.", content(
            (Vec<u8> = "image/png"),
            (Vec<u8> = "image/gif"),
            (Vec<u8> = "audio/mpeg"),
        )),
        (status = 206, description = "The part of it that `Range` asks for.", content((Vec<u8> = "audio/mpeg"))),
    )
)]
pub(super) async fn show_media(
    state: Data<ApiState>,
    request: HttpRequest,
    Path(name): Path<MediaName>,
) -> Result<HttpResponse, Problem> {
    let found = state.use_cases.bank.find_media.run(&name).await?;
    let content = Bytes::from(found.ok_or_else(Problem::not_found)?);
    let hash = name.to_string();
    let hash = hash.split('.').next().unwrap_or_default();
    let tag = ETag(EntityTag::new_strong(hash.to_owned()));
    let part = match wanted(request.headers(), content.len(), &tag.0.to_string()) {
        Wanted::Nothing => {
            let whole = format!("bytes */{}", content.len());
            let whole = HeaderValue::from_str(&whole).map_err(Problem::broken)?;
            return Err(
                Problem::new(Code::RangeNotSatisfiable).header(header::CONTENT_RANGE, whole)
            );
        }
        Wanted::Part(part) => Some(part),
        Wanted::Whole => None,
    };
    let mut answer = unless_known(&request, tag, |mut answer| {
        answer.content_type(name.media_type.content_type());
        match part {
            Some(part) => {
                let range = format!("bytes {}-{}/{}", part.start, part.end - 1, content.len());
                answer
                    .status(actix_web::http::StatusCode::PARTIAL_CONTENT)
                    .insert_header((header::CONTENT_RANGE, range))
                    .body(content.slice(part))
            }
            None => answer.body(content.clone()),
        }
    });
    for (name, value) in HEADERS {
        let value = HeaderValue::from_static(value);
        answer.headers_mut().insert(name, value);
    }
    Ok(answer)
}
