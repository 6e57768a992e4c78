//! Swagger UI, from the files of its crate.

use crate::file::File;
use crate::problem::Problem;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use utoipa_swagger_ui::{Config, serve};

/// As for other pages, but for styles: Swagger UI sets them on its elements as it draws them.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
);

static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    let config = Config::from("/openapi.json")
        // The default asks a server elsewhere whether the document is valid.
        .validator_url("none")
        .display_request_duration(true)
        .default_models_expand_depth(0);
    Arc::new(config)
});

/// The page's files are named relative to it, so it has to end with a slash.
pub(super) async fn redirect() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}

/// The files that were asked for so far. Only those that exist get in, so there is an end to them.
static FILES: LazyLock<RwLock<HashMap<String, File>>> = LazyLock::new(RwLock::default);

/// One of the files.
pub(super) async fn file(
    request: HttpRequest,
    path: Path<String>,
) -> Result<HttpResponse, Problem> {
    let known = {
        let files = FILES.read().unwrap_or_else(PoisonError::into_inner);
        files.get(path.as_str()).cloned()
    };
    let file = match known {
        Some(file) => file,
        None => read(path.into_inner())?,
    };
    Ok(file.answer(&request))
}

fn read(path: String) -> Result<File, Problem> {
    let found = serve(&path, CONFIG.clone()).map_err(|e| Problem::broken(e.to_string()))?;
    let found = found.ok_or_else(Problem::not_found)?;
    let file = File::new(found.content_type, found.bytes.into_owned()).with_policy(POLICY);
    let mut files = FILES.write().unwrap_or_else(PoisonError::into_inner);
    Ok(files.entry(path).or_insert(file).clone())
}
