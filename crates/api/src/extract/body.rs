//! Bodies, read within bounds of size and time.
//!
//! The web framework waits for a body as long as the client likes. Here a body has a deadline, and after a moment of
//! grace a rate that it must keep. A request that waits for its client is not in work: it lends its place to another
//! ([`crate::middleware::InFlight::park`]), so that slow clients cannot keep the others out.

use super::state;
use crate::problem::{Code, Problem};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{HttpMessage, HttpRequest};
use futures::{Stream, StreamExt};
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// For a body that nobody wants: it is on its way, or not worth the wait.
const LET_GO_MAX: Duration = Duration::from_millis(20);

/// How much may come, and in what time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) bytes_max: usize,
    pub(super) time_max: Duration,
}

/// The whole body.
pub(super) async fn read(
    request: HttpRequest,
    payload: Payload,
    bounds: Bounds,
) -> Result<Bytes, Problem> {
    let announced = announced_length(&request);
    if announced.is_some_and(|length| length > bounds.bytes_max) {
        return Err(too_large(bounds.bytes_max));
    }
    let state = state(&request)?;
    let limits = &state.settings.limits;
    let parked = state.in_flight.park();
    let pace = Pace {
        grace: limits.body_grace,
        rate_min: limits.body_rate_min,
    };
    let bytes = collect(payload, bounds, pace).await?;
    parked.resume()?;
    Ok(bytes)
}

/// Reads the body of a request that is turned away, if it is small and there already: whoever leaves it unread has to
/// close the connection, and the next request would need another one, in the middle of a rush.
pub(crate) async fn let_go(request: &mut ServiceRequest) {
    let most = state(request.request()).map_or(0, |state| state.settings.limits.json_bytes_max);
    if announced_length(request.request()).is_some_and(|length| (1..=most).contains(&length)) {
        let mut payload = request.take_payload();
        let rest = async { while let Some(Ok(_)) = payload.next().await {} };
        // Whoever takes longer is closed.
        let _in_time = timeout(LET_GO_MAX, rest).await;
    }
}

fn announced_length(request: &HttpRequest) -> Option<usize> {
    request
        .headers()
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

fn too_large(bytes_max: usize) -> Problem {
    Problem::new(Code::BodyTooLarge)
        .detail(format!("the body has more than {bytes_max} bytes"))
        .with("limit_bytes", bytes_max)
}

#[derive(Debug, Clone, Copy)]
struct Pace {
    grace: Duration,
    rate_min: u32,
}

impl Pace {
    /// When the next bytes have to be there, if the rate is to be kept.
    fn deadline(self, begun: Instant, bytes: usize) -> Instant {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        begun + self.grace + Duration::from_secs(1) * bytes / self.rate_min.max(1)
    }
}

async fn collect<S>(mut payload: S, bounds: Bounds, pace: Pace) -> Result<Bytes, Problem>
where
    S: Stream<Item = Result<Bytes, PayloadError>> + Unpin,
{
    let begun = Instant::now();
    let mut body = BytesMut::new();
    loop {
        let deadline = pace
            .deadline(begun, body.len())
            .min(begun + bounds.time_max);
        match timeout_at(deadline, payload.next()).await {
            Err(_) => return Err(Problem::new(Code::BodyTimeout)),
            Ok(None) => return Ok(body.freeze()),
            Ok(Some(Err(_))) => {
                return Err(Problem::new(Code::BadRequest).detail("the body ended too early"));
            }
            Ok(Some(Ok(chunk))) if body.len().saturating_add(chunk.len()) > bounds.bytes_max => {
                return Err(too_large(bounds.bytes_max));
            }
            Ok(Some(Ok(chunk))) => body.extend_from_slice(&chunk),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::stream;

    const BOUNDS: Bounds = Bounds {
        bytes_max: 1000,
        time_max: Duration::from_secs(10),
    };
    const PACE: Pace = Pace {
        grace: Duration::from_secs(3),
        rate_min: 10,
    };

    /// `count` chunks of `bytes` bytes, one every `every`.
    async fn sent(count: usize, bytes: usize, every: Duration) -> (Result<usize, Code>, Duration) {
        let begun = Instant::now();
        let chunks = stream::iter(0..count).then(|_| async move {
            tokio::time::sleep(every).await;
            Ok(Bytes::from(vec![b'x'; bytes]))
        });
        let read = collect(Box::pin(chunks), BOUNDS, PACE).await;
        (
            read.map(|body| body.len()).map_err(|p| p.code()),
            begun.elapsed(),
        )
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_keeps_its_pace_is_read() {
        assert_eq!(sent(9, 10, Duration::from_secs(1)).await.0, Ok(90));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_drips_is_cut_after_the_grace() {
        let (read, taken) = sent(100, 1, Duration::from_secs(1)).await;
        assert_eq!(read, Err(Code::BodyTimeout));
        assert!(taken < Duration::from_secs(4), "{taken:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_has_a_deadline_even_at_a_good_pace() {
        let (read, taken) = sent(100, 50, Duration::from_secs(2)).await;
        assert_eq!(read, Err(Code::BodyTimeout));
        assert_eq!(taken, Duration::from_secs(10));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_without_a_length_is_cut_at_the_limit() {
        assert_eq!(
            sent(2, 501, Duration::ZERO).await.0,
            Err(Code::BodyTooLarge)
        );
    }
}
