//! Server-sent events.

use super::enter::{self, Entered};
use super::stay::{Due, Stay};
use super::told::{ApiEvent, told};
use crate::listen::Quiet;
use crate::live::LivePlace;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures::StreamExt;
use futures::future::poll_fn;
use futures::stream::{Stream, unfold};
use ludger_application::live::{Followed, Following};
use ludger_ports::StreamEvent;
use std::convert::Infallible;
use std::rc::Rc;
use std::task::Poll;

pub(in crate::routes::sessions) const CODES: &[Code] =
    &[Code::InvalidTicket, Code::TooManyLiveConnections];

const EVENT_STREAM: HeaderValue = HeaderValue::from_static("text/event-stream");
/// For nginx, and others that do as it does.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
/// Milliseconds until a client comes back.
const FIRST: &str = "retry: 1000\n\n";
const BEAT: &str = ":\n\n";

/// Follow a session by server-sent events
///
/// Every event that its players are told, from now on; or from behind the event that `Last-Event-ID` or `last_event_id` names,
/// without a gap, and from the first one with 0. `id` is the event's number, `event` its type, `data` the same object that the
/// WebSocket sends. A comment comes every 15 seconds. The stream ends when the session is over and all was told; also when you
/// leave it, are no longer signed in, or read too slowly.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/events", tag = "sessions", security((), ("bearer" = [])),
    params(
        ("id" = Uuid, Path, description = "Which session."),
        ("ticket" = Option<String>, Query, description = "Instead of a token: `EventSource` sends no headers."),
        ("last_event_id" = Option<i64>, Query, minimum = 0, description = "Begin behind this event."),
        ("Last-Event-ID" = Option<i64>, Header, minimum = 0, description = "The same; it counts more."),
    ),
    responses((
        status = 200, description = "Events, as they happen.", body = ApiEvent<'static>, content_type = "text/event-stream"
    ))
)]
pub(in crate::routes::sessions) async fn follow_events(
    state: Data<ApiState>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let entered = enter::any_way(&state, &request).await?;
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, EVENT_STREAM))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .insert_header((BUFFERING, HeaderValue::from_static("no")));
    if request.method() == Method::HEAD {
        return Ok(answer.finish());
    }
    Ok(answer.streaming(body(state, &request, entered)))
}

fn body(
    state: Data<ApiState>,
    request: &HttpRequest,
    entered: Entered,
) -> impl Stream<Item = Result<Bytes, Infallible>> + use<> {
    let Entered {
        caller,
        session: _,
        following,
        place,
    } = entered;
    let line = Line {
        stay: Stay::new(state, request, caller),
        following,
        is_begun: false,
        _place: place,
    };
    let lines = unfold(line, |mut line| async move {
        let bytes = line.next().await?;
        Some((Ok(bytes), line))
    });
    // The connection polls its answer when its client closes.
    let quiet = request.conn_data::<Rc<Quiet>>().cloned();
    let is_closed = move || quiet.as_ref().is_some_and(|quiet| quiet.is_closed());
    lines.take_until(poll_fn(move |_| {
        if is_closed() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }))
}

/// A client that listens.
struct Line {
    stay: Stay,
    following: Following,
    is_begun: bool,
    _place: LivePlace,
}

impl Line {
    /// What is written next; `None`: nothing more.
    async fn next(&mut self) -> Option<Bytes> {
        if !self.is_begun {
            self.is_begun = true;
            return Some(Bytes::from_static(FIRST.as_bytes()));
        }
        let followed = tokio::select! {
            due = self.stay.due() => {
                return matches!(due, Due::Beat).then(|| Bytes::from_static(BEAT.as_bytes()));
            }
            followed = self.following.next() => followed,
        };
        match followed {
            Followed::Event(event) => written(&event),
            Followed::TooSlow => {
                self.stay.too_slow();
                None
            }
            Followed::Over | Followed::Gone => None,
        }
    }
}

fn written(event: &StreamEvent) -> Option<Bytes> {
    let data = told(event)
        .inspect_err(|error| tracing::error!(%error, "an event cannot be told"))
        .ok()?;
    let (id, name) = (event.sequence, &event.name);
    Some(format!("id: {id}\nevent: {name}\ndata: {data}\n\n").into())
}
