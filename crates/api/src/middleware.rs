//! What happens to every request, whichever route it is for.
//!
//! [`edge`] stands outside of all routes: request id, span, limits, load shedding, CORS, security headers, and the
//! writing and logging of problems. [`guard`] stands around each endpoint: a time limit, and a net for panics.

mod answer;
mod cors;
mod edge;
mod guard;
mod headers;
mod in_flight;
mod limits;
mod metrics;
mod request_id;
mod slices;
mod span;

pub(crate) use edge::edge;
pub(crate) use guard::guard;
pub(crate) use headers::PAGE_POLICY;
pub(crate) use in_flight::InFlight;
pub(crate) use request_id::RequestId;
