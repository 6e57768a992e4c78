//! The documentation that the server brings along: `/openapi.json`, `/docs` and `/docs/errors`. Nothing is loaded from
//! elsewhere, and no page has a script in it.

mod errors;
mod swagger;

use crate::endpoint::Endpoint;
use crate::file::File;
use crate::openapi::openapi;
use crate::problem::Problem;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// The document, made once. `None` if it cannot be written, which is a mistake of ours in its parts.
pub(crate) struct OpenApiFile(Option<File>);

impl OpenApiFile {
    pub(crate) fn new() -> Self {
        let text = openapi().to_json().ok();
        Self(text.map(|text| File::new("application/json", text)))
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
    document: Data<OpenApiFile>,
) -> Result<HttpResponse, Problem> {
    let missing = || Problem::broken("the OpenAPI document cannot be written");
    Ok(document.0.as_ref().ok_or_else(missing)?.answer(&request))
}
