//! The routes, area by area.

use crate::endpoint::Endpoint;
use utoipa::openapi::OpenApi;

/// All of them.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    Vec::new()
}

/// What the areas say about themselves.
pub(crate) fn documents() -> Vec<OpenApi> {
    Vec::new()
}
