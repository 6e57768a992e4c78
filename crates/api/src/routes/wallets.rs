use crate::endpoint::Endpoint;
use utoipa::openapi::OpenApi;

pub(super) fn endpoints() -> Vec<Endpoint> {
    Vec::new()
}

pub(super) fn document() -> OpenApi {
    OpenApi::default()
}
