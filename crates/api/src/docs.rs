//! The documentation that the server brings along: `/openapi.json`, `/docs` and `/docs/errors`. Nothing is loaded from
//! elsewhere, and no page has a script in it.

mod errors;
mod swagger;

use crate::endpoint::Endpoint;
use crate::extract::file;
use crate::openapi::openapi;
use crate::problem::Problem;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// The document as text, made once.
pub(crate) struct OpenApiText(String);

impl OpenApiText {
    pub(crate) fn new() -> Self {
        // The document is made of plain values; should it fail to be written, it is missing and nothing else.
        Self(openapi().to_json().unwrap_or_default())
    }
}

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/openapi.json").get(openapi_json, &[]),
        Endpoint::at("/docs").get(swagger::redirect, &[]),
        Endpoint::at("/docs/errors").get(errors::page, &[]),
        Endpoint::at("/docs/errors.css").get(errors::style, &[]),
        Endpoint::at("/docs/errors.json").get(errors::json, &[]),
        Endpoint::at("/docs/{file:.*}").get(swagger::file, &[]),
    ]
}

async fn openapi_json(
    request: HttpRequest,
    text: Data<OpenApiText>,
) -> Result<HttpResponse, Problem> {
    if text.0.is_empty() {
        return Err(Problem::broken("the OpenAPI document cannot be written"));
    }
    Ok(file(&request, "application/json", text.0.clone()))
}
