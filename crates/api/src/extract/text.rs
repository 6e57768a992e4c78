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

/// The same, a table.
pub(crate) struct CsvBody(pub(crate) String);

impl FromRequest for TextBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        let taken = &["text/plain", "text/csv", "application/json"];
        async move { read(request, payload, taken).await.map(Self) }.boxed_local()
    }
}

impl FromRequest for CsvBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        async move { read(request, payload, &["text/csv"]).await.map(Self) }.boxed_local()
    }
}

async fn read(
    request: HttpRequest,
    payload: Payload,
    taken: &'static [&'static str],
) -> Result<String, Problem> {
    check_type(request.headers(), taken)?;
    let limits = &state(&request)?.settings.limits;
    let bounds = Bounds {
        bytes_max: limits.import_bytes_max,
        time_max: limits.import_time_max,
    };
    let bytes = body::read(request, payload, bounds).await?;
    String::from_utf8(bytes.into()).map_err(|_| Problem::new(Code::InvalidText))
}
