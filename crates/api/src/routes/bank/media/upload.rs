use crate::extract::{MediaBody, SignedIn};
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use crate::words;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use ludger_application::bank::UploadMediaError;
use ludger_domain::Timestamp;
use ludger_domain::quiz::{MediaFile, MediaType};
use ludger_ports::MediaRefusal;
use serde::Serialize;
use utoipa::ToSchema;

/// A file as it is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MediaFile)]
struct ApiMediaFile {
    /// What a question gives as the `url` of its media, and where the file is served.
    #[schema(
        example = "/media/0f343b0931126a20f133d67c2b018a3b0f343b0931126a20f133d67c2b018a3b.png"
    )]
    url: String,
    #[schema(schema_with = words::media_type)]
    media_type: MediaType,
    /// What is kept of it: comments and tags are not.
    #[schema(example = 48_112)]
    bytes: i64,
    uploaded_at: Timestamp,
}

/// Upload a picture or a sound
///
/// For those who may manage questions. The body is the file itself: PNG, GIF or MP3, which is found out by its content; up
/// to 5 MiB unless the deployment says otherwise, and 4,096 pixels to a side. What shows nothing, such as comments and tags,
/// is left out; a file that is something else besides is refused. The same content again is the same file. What no question
/// shows a day later is deleted.
#[utoipa::path(
    post, path = "/v1/media", tag = "bank", security(("bearer" = [])),
    request_body(
        description = "The file.",
        content(
            (Vec<u8> = "image/png"),
            (Vec<u8> = "image/gif"),
            (Vec<u8> = "audio/mpeg"),
            (Vec<u8> = "application/octet-stream"),
        ),
    ),
    responses((status = 201, description = "It is there.", body = ApiMediaFile))
)]
pub(super) async fn upload_media(
    state: Data<ApiState>,
    SignedIn(caller, MediaBody(content)): SignedIn<MediaBody>,
) -> Result<HttpResponse, Problem> {
    let upload = &state.use_cases.bank.upload_media;
    let file = ApiMediaFile::from(upload.run(&caller, content).await?);
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, file.url.clone()));
    Ok(answer.json(file))
}

impl From<MediaFile> for ApiMediaFile {
    fn from(file: MediaFile) -> Self {
        Self {
            url: file.name.path(),
            media_type: file.name.media_type,
            bytes: file.bytes,
            uploaded_at: file.uploaded_at,
        }
    }
}

impl From<UploadMediaError> for Problem {
    fn from(error: UploadMediaError) -> Self {
        match error {
            UploadMediaError::Forbidden(forbidden) => forbidden.into(),
            UploadMediaError::Refused(MediaRefusal::Busy) => Self::new(Code::Overloaded),
            UploadMediaError::Refused(refusal) => {
                Self::new(Code::InvalidMedia).detail(refusal.to_string())
            }
            UploadMediaError::Outage(outage) => outage.into(),
        }
    }
}
