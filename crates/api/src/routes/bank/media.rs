//! Pictures and sounds: brought by those who keep the bank, shown to whoever knows their names.

mod range;
mod show;
mod upload;

use crate::endpoint::Endpoint;
use crate::problem::Code;
use crate::words;
use ludger_domain::quiz::{Media, MediaType};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(paths(upload::upload_media, show::show_media))]
pub(super) struct Documented;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/media")
            .post(upload::upload_media, &[Code::Forbidden, Code::InvalidMedia]),
        Endpoint::at("/media/{file}").get(show::show_media, &[Code::RangeNotSatisfiable]),
    ]
}

/// Something that a question shows or plays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Media)]
pub(in crate::routes) struct ApiMedia {
    /// The `url` of a file that was uploaded here; else an https address, which the server never fetches.
    #[schema(
        example = "https://example.org/mercury.png",
        min_length = 1,
        max_length = 2000
    )]
    url: String,
    #[schema(schema_with = words::media_type)]
    media_type: MediaType,
}

impl From<Media> for ApiMedia {
    fn from(Media { url, media_type }: Media) -> Self {
        Self { url, media_type }
    }
}

impl From<ApiMedia> for Media {
    fn from(ApiMedia { url, media_type }: ApiMedia) -> Self {
        Self { url, media_type }
    }
}
