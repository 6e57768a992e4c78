//! Ludger over HTTP. Nothing else of the workspace knows that HTTP exists.
//!
//! A request passes the edge (request id, limits, load shedding, CORS, headers), finds its endpoint, is
//! read by extractors, and answered by a handler of five sentences: extract, call one use case, map. What
//! goes wrong is a [`Problem`], written out and logged in one place.
//!
//! The server builds an [`ApiState`] and gives it to a [`Listener`]; tests give it to [`build_app`].

mod address;
mod amounts;
mod app;
mod cookie;
mod cursor;
mod docs;
mod endpoint;
mod extract;
mod file;
mod headers;
mod health;
mod link_pages;
mod listen;
mod live;
mod merge;
mod metrics_app;
mod middleware;
mod openapi;
mod page;
mod problem;
mod rates;
mod routes;
mod settings;
mod setup_page;
mod state;
#[cfg(test)]
mod tests;
mod words;

pub use address::{InvalidNetwork, Network};
pub use amounts::ApiAmount;
pub use app::{Shared, build_app, configure};
pub use health::{Check, Readiness};
pub use listen::Listener;
pub use metrics_app::metrics_app;
pub use openapi::openapi;
pub use problem::{Code, Problem};
pub use rates::RateLimits;
pub use settings::{ApiSettings, Limits};
pub use state::{ApiParts, ApiState};
