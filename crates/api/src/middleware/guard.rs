//! Around each endpoint: a time limit, and a net for panics. The web framework has neither; after a panic it would
//! close the connection without a word.

use crate::extract::state;
use crate::problem::{Code, Problem};
use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use futures::FutureExt;
use std::any::Any;
use std::panic::AssertUnwindSafe;
use tokio::time::timeout;

#[derive(Debug, thiserror::Error)]
#[error("panicked: {0}")]
struct Panicked(String);

/// Answers in time, whatever the handler does.
pub(crate) async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let time_max = state(request.request())?.settings.limits.handler_time_max;
    let head = request.request().clone();
    // What the handler shared with others is behind ports, which survive a caller that goes away.
    let handled = AssertUnwindSafe(async move { next.call(request).await }).catch_unwind();
    let problem = match timeout(time_max, handled).await {
        Ok(Ok(Ok(answer))) => return Ok(answer.map_into_boxed_body()),
        Ok(Ok(Err(error))) => return Ok(ServiceResponse::from_err(error, head)),
        Ok(Err(panic)) => Problem::broken(Panicked(message(panic.as_ref()))),
        Err(_) => Problem::new(Code::Timeout).retry_after(1),
    };
    Ok(ServiceResponse::from_err(problem, head))
}

fn message(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "no message".to_owned())
}
