//! `/metrics`, for a listener of its own that the world cannot reach.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::{App, Error, HttpResponse, web};
use std::sync::Arc;

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// An app with the one route `/metrics`, which answers with what `render` gives.
pub fn metrics_app(
    render: Arc<dyn Fn() -> String + Send + Sync>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new().route(
        "/metrics",
        web::get().to(move || {
            let text = render();
            async move {
                HttpResponse::Ok()
                    .insert_header((header::CONTENT_TYPE, TEXT))
                    .body(text)
            }
        }),
    )
}
