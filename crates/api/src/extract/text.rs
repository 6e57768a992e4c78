//! Bodies that are files: imports.

use super::body::{self, Bounds};
use super::json::check_type;
use super::state;
use crate::problem::{Code, Problem};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures::FutureExt;
use futures::future::LocalBoxFuture;

/// A file of text, larger than other bodies may be.
pub(crate) struct TextBody(pub(crate) String);

const TAKEN: &[&str] = &["text/plain", "text/csv", "application/json"];

impl FromRequest for TextBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move {
            check_type(request.headers(), TAKEN)?;
            let limits = &state(&request)?.settings.limits;
            let bounds = Bounds {
                bytes_max: limits.import_bytes_max,
                time_max: limits.import_time_max,
            };
            let bytes = body::read(request, payload, bounds).await?;
            let text =
                String::from_utf8(bytes.into()).map_err(|_| Problem::new(Code::InvalidText))?;
            Ok(Self(text))
        }
        .boxed_local()
    }
}
