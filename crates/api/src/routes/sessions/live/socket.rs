//! A WebSocket: events on their way out, commands on their way in.

use super::command;
use super::enter::{self, Entered};
use super::frames::Frames;
use super::stay::{BEAT_EVERY, Due, Stay};
use super::told::told;
use crate::problem::{Code, Problem};
use crate::state::ApiState;
use actix_http::ws::verify_handshake;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use actix_ws::{CloseCode, CloseReason, Message, MessageStream, ProtocolError, Session};
use futures::StreamExt;
use ludger_application::live::{Followed, Following};
use ludger_domain::ids::GameSessionId;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tracing::Instrument;

pub(in crate::routes::sessions) const CODES: &[Code] = &[
    Code::InvalidTicket,
    Code::CrossOriginRequest,
    Code::WebsocketRequired,
    Code::TooManyLiveConnections,
];

/// Bytes of a command.
const FRAME_BYTES_MAX: usize = 16 * 1024;
/// How long a client may say nothing, not even that it is there.
const SILENCE_MAX: Duration = Duration::from_secs(3 * BEAT_EVERY.as_secs());
/// For the last word, to a client that may not read.
const LAST_WORD_MAX: Duration = Duration::from_secs(1);
/// Who follows is no longer signed in.
const SIGNED_OUT: CloseCode = CloseCode::Other(4401);

/// Follow a session over a WebSocket
///
/// Sends every event that its players are told, as one text frame of JSON each: from now on; or from behind `last_event_id`,
/// without a gap, and from the first one with 0. Takes commands, with the same checks as over HTTP, and answers each with a
/// `reply` that has the status and the body that HTTP would have: `{"id": "c1", "do": "answer", "question": …, "answer": …}`,
/// `ready` (with `ready`), `kick` (with `user`), `pause`, `resume`, `leave` and `question`.
///
/// The server closes with 1000 when the session is over, or you have left it, and all was told; 1001 when it stops; 1008 after
/// too many frames; 1013 when you read too slowly; 4401 when you are no longer signed in.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/live", tag = "sessions",
    params(
        ("id" = Uuid, Path, description = "Which session."),
        ("ticket" = Option<String>, Query, description = "From `/v1/sessions/{id}/tickets`; nothing opens without one."),
        ("last_event_id" = Option<i64>, Query, minimum = 0, description = "Begin behind this event."),
        ("Last-Event-ID" = Option<i64>, Header, minimum = 0, description = "The same; it counts more."),
    ),
    responses((status = 101, description = "The socket is open."))
)]
pub(in crate::routes::sessions) async fn follow_live(
    state: Data<ApiState>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    if verify_handshake(request.head()).is_err() {
        let websocket = HeaderValue::from_static("websocket");
        return Err(Problem::new(Code::WebsocketRequired).header(header::UPGRADE, websocket));
    }
    let listed = &state.settings.cors_origins;
    if !state.cookies.may_connect(request.headers(), listed) {
        return Err(Problem::new(Code::CrossOriginRequest));
    }
    let entered = enter::by_ticket(&state, &request).await?;
    let opened = actix_ws::handle(&request, payload);
    let (answer, session, messages) = opened.map_err(|error| Problem::broken(error.to_string()))?;
    let Entered {
        caller,
        session: id,
        following,
        place,
    } = entered;
    let socket = Socket {
        stay: Stay::new(state, &request, caller),
        id,
        session,
        following,
        frames: Frames::default(),
        heard: Instant::now(),
    };
    let messages = messages.max_frame_size(FRAME_BYTES_MAX);
    let span = tracing::Span::current();
    let served = async move {
        socket.serve(messages).await;
        drop(place);
    };
    actix_web::rt::spawn(served.instrument(span));
    Ok(answer)
}

/// A client that listens and speaks.
struct Socket {
    stay: Stay,
    id: GameSessionId,
    session: Session,
    following: Following,
    frames: Frames,
    /// When the client last said something.
    heard: Instant,
}

/// Why a socket is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// All was told.
    Over,
    /// The player is one no more.
    Gone,
    Stopping,
    SignedOut,
    /// It sends too often.
    Flood,
    /// A frame is too large.
    TooLarge,
    /// It sends something other than text in whole frames.
    NotText,
    /// It breaks the protocol.
    Broken,
    /// It does not take what it is told.
    TooSlow,
    /// It closed, or is gone.
    Closed,
    /// It says nothing.
    Silent,
    /// Something broke here.
    Failed,
}

impl Socket {
    async fn serve(mut self, messages: MessageStream) {
        let end = self.follow(messages).await;
        tracing::debug!(?end, "a socket is closed");
        if end == End::TooSlow {
            self.stay.too_slow();
        }
        if let Some(reason) = end.reason() {
            let said = timeout(LAST_WORD_MAX, self.session.close(Some(reason))).await;
            if !matches!(said, Ok(Ok(()))) {
                tracing::debug!("a client did not hear the end");
            }
        }
    }

    /// Until it ends, and why.
    async fn follow(&mut self, mut messages: MessageStream) -> End {
        loop {
            let done = tokio::select! {
                due = self.stay.due() => self.does(&due).await,
                followed = self.following.next() => self.tells(followed).await,
                message = messages.next() => self.hears(message).await,
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    async fn does(&mut self, due: &Due) -> Result<(), End> {
        match due {
            Due::Stop => Err(End::Stopping),
            Due::SignedOut => Err(End::SignedOut),
            Due::Beat if self.heard.elapsed() >= SILENCE_MAX => Err(End::Silent),
            Due::Beat => self.send(Message::Ping("".into())).await,
        }
    }

    async fn tells(&mut self, followed: Followed) -> Result<(), End> {
        match followed {
            Followed::Event(event) => {
                let text = told(&event).map_err(|error| {
                    tracing::error!(%error, "an event cannot be told");
                    End::Failed
                })?;
                self.send(Message::Text(text.into())).await
            }
            Followed::Over => Err(End::Over),
            Followed::Gone => Err(End::Gone),
            Followed::TooSlow => Err(End::TooSlow),
        }
    }

    async fn hears(&mut self, message: Option<Result<Message, ProtocolError>>) -> Result<(), End> {
        let message = match message {
            Some(Ok(message)) => message,
            Some(Err(ProtocolError::Overflow)) => return Err(End::TooLarge),
            Some(Err(ProtocolError::Io(_))) | None => return Err(End::Closed),
            Some(Err(_)) => return Err(End::Broken),
        };
        self.heard = Instant::now();
        if !self.frames.take() {
            return Err(End::Flood);
        }
        match message {
            Message::Text(text) => self.obeys(&text).await,
            Message::Ping(bytes) => self.send(Message::Pong(bytes)).await,
            Message::Pong(_) | Message::Nop => Ok(()),
            Message::Close(_) => Err(End::Closed),
            Message::Binary(_) | Message::Continuation(_) => Err(End::NotText),
        }
    }

    async fn obeys(&mut self, frame: &str) -> Result<(), End> {
        let known = match self.stay.is_still_in().await {
            Ok(true) => Ok(()),
            Ok(false) => return Err(End::SignedOut),
            Err(outage) => Err(outage.into()),
        };
        let Stay { state, caller, .. } = &self.stay;
        let reply = command::run(state, caller, self.id, (frame, known)).await;
        self.send(Message::Text(reply.into())).await
    }

    /// A client that does not read holds nobody up for longer than any other answer may take.
    async fn send(&mut self, message: Message) -> Result<(), End> {
        let time_max = self.stay.state.settings.limits.write_time_max;
        let sent = async {
            match message {
                Message::Text(text) => self.session.text(text).await,
                Message::Ping(bytes) => self.session.ping(&bytes).await,
                Message::Pong(bytes) => self.session.pong(&bytes).await,
                _ => Ok(()),
            }
        };
        match timeout(time_max, sent).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Closed),
            Err(_) => Err(End::TooSlow),
        }
    }
}

impl End {
    /// What the client is told of it; `None`: nothing, it would not hear it.
    fn reason(self) -> Option<CloseReason> {
        let (code, description) = match self {
            Self::Over => (CloseCode::Normal, "the session is over"),
            Self::Gone => (CloseCode::Normal, "you have left"),
            Self::Closed => (CloseCode::Normal, "goodbye"),
            Self::Stopping => (CloseCode::Away, "the server stops"),
            Self::SignedOut => (SIGNED_OUT, "no longer signed in"),
            Self::Flood => (CloseCode::Policy, "too many frames"),
            Self::TooLarge => (CloseCode::Size, "too large a frame"),
            Self::NotText => (CloseCode::Unsupported, "text in whole frames only"),
            Self::Broken => (CloseCode::Protocol, "not the protocol"),
            Self::TooSlow => (CloseCode::Again, "too slow; resume behind the last event"),
            Self::Failed => (CloseCode::Error, "something broke here"),
            Self::Silent => return None,
        };
        Some((code, description).into())
    }
}
