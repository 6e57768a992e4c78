//! Request headers as the OpenAPI document tells of them.

use utoipa::IntoParams;

/// For what moves value.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only documented: the extractor reads it")]
pub(crate) struct IdempotencyKeyHeader {
    /// What you call this request by, so that you can send it again without it happening twice: a fresh random text of
    /// 1 to 255 visible ASCII characters.
    #[param(
        rename = "Idempotency-Key",
        min_length = 1,
        max_length = 255,
        pattern = "^[!-~]*$"
    )]
    key: String,
}

/// For what moves value, unless it is a rehearsal.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only documented: the extractor reads it")]
pub(crate) struct RealIdempotencyKeyHeader {
    /// What you call this request by, so that you can send it again without it happening twice: a fresh random text of
    /// 1 to 255 visible ASCII characters. Required unless `dry_run=true`.
    #[param(
        rename = "Idempotency-Key",
        min_length = 1,
        max_length = 255,
        pattern = "^[!-~]*$"
    )]
    key: Option<String>,
}

/// For edits.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only documented: the extractor reads it")]
pub(crate) struct IfMatchHeader {
    /// The `ETag` of what you edit, as you read it.
    #[param(
        rename = "If-Match",
        example = "\"v3\"",
        pattern = "^\"v-?[0-9]{1,18}(\\.[A-Za-z0-9_-]{16})?\"$"
    )]
    tag: String,
}

/// For deletions.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only documented: the extractor reads it")]
pub(crate) struct AnyIfMatchHeader {
    /// The `ETag` of what you delete, to delete no other version.
    #[param(
        rename = "If-Match",
        example = "\"v3\"",
        pattern = "^\"v-?[0-9]{1,18}(\\.[A-Za-z0-9_-]{16})?\"$"
    )]
    tag: Option<String>,
}

/// For single resources.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only documented: the answer looks at it")]
pub(crate) struct IfNoneMatchHeader {
    /// The `ETag` of what you have: if nothing changed, the answer is an empty 304.
    #[param(rename = "If-None-Match", example = "\"v3\"")]
    tag: Option<String>,
}
