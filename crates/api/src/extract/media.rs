//! Bodies that are pictures and sounds. What they are is found out by their content; the header only has to be one that
//! such a file could come with.

use super::body::{self, Bounds};
use super::json::check_type;
use super::state;
use crate::problem::Problem;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures::FutureExt;
use futures::future::LocalBoxFuture;

/// A file.
pub(crate) struct MediaBody(pub(crate) Vec<u8>);

impl FromRequest for MediaBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move {
            let taken = &[
                "image/png",
                "image/gif",
                "audio/mpeg",
                "application/octet-stream",
            ];
            check_type(request.headers(), taken)?;
            let limits = &state(&request)?.settings.limits;
            let bounds = Bounds {
                bytes_max: limits.media_bytes_max,
                time_max: limits.import_time_max,
            };
            let bytes = body::read(request, payload, bounds).await?;
            Ok(Self(bytes.into()))
        }
        .boxed_local()
    }
}
