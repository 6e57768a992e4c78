//! Questions that one wants to come back to.

mod list;
mod set;

use crate::endpoint::Endpoint;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(list::list_stars, set::star_question, set::unstar_question))]
pub(super) struct Documented;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/v1/me/stars").get(list::list_stars, &[]),
        Endpoint::at("/v1/questions/{id}/star")
            .put(set::star_question, &[])
            .delete(set::unstar_question, &[]),
    ]
}
