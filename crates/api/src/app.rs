//! The app: every route, behind the edge.

use crate::docs::{self, OpenApiFile};
use crate::middleware::edge;
use crate::problem::Problem;
use crate::settings::Limits;
use crate::state::ApiState;
use crate::{health, link_pages, routes, setup_page};
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, Error};
use std::sync::Arc;

/// What all worker threads share: the state, and what is made once.
#[derive(Clone)]
pub struct Shared {
    state: Data<ApiState>,
    openapi: Data<OpenApiFile>,
}

impl Shared {
    /// Makes what is made once.
    pub fn new(state: Arc<ApiState>) -> Self {
        Self {
            state: Data::from(state),
            openapi: Data::new(OpenApiFile::new()),
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.state.settings.limits
    }
}

/// Every route of this API. For embedding in an app of one's own; without [`build_app`]'s edge, answers lack request
/// ids and headers.
pub fn configure(config: &mut ServiceConfig, shared: Shared) {
    config.app_data(shared.state).app_data(shared.openapi);
    let endpoints = [
        health::endpoints(),
        routes::endpoints(),
        setup_page::endpoints(),
        link_pages::endpoints(),
    ];
    // The documentation comes last: it takes every path below `/docs/`.
    for endpoint in endpoints.into_iter().flatten().chain(docs::endpoints()) {
        config.service(endpoint);
    }
}

/// The app of one worker thread. `more` adds routes of others, such as the web pages.
pub fn build_app(
    shared: Shared,
    more: impl FnOnce(&mut ServiceConfig),
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .configure(|config| configure(config, shared))
        .configure(more)
        .default_service(web::to(|| async { Err::<&str, _>(Problem::not_found()) }))
        .wrap(from_fn(edge))
}
