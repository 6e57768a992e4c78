//! Somebody who follows a session: over a WebSocket, or by server-sent events.

use super::{Server, User, assert_tells_nothing};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request as Handshake;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// For the next thing to come.
const TIME_MAX: Duration = Duration::from_secs(60);

/// Somebody at a WebSocket.
pub(crate) struct Follower {
    socket: WebSocketStream<TcpStream>,
    /// Every event so far.
    pub(crate) told: Vec<Value>,
    commands: usize,
}

/// Somebody who reads an event stream.
pub(crate) struct Listener {
    answer: reqwest::Response,
    rest: String,
    /// Every event so far.
    pub(crate) told: Vec<Value>,
}

impl Server {
    /// A ticket for somebody's session.
    pub(crate) async fn ticket(&self, user: &User, session: &str) -> String {
        let path = format!("/v1/sessions/{session}/tickets");
        let ticket = self.post(&path).as_(user).await.gives(201);
        ticket["ticket"].as_str().unwrap().to_owned()
    }

    /// Follows a session over a WebSocket, from behind an event; `None`: from now on.
    pub(crate) async fn follow(&self, user: &User, session: &str, after: Option<i64>) -> Follower {
        let ticket = self.ticket(user, session).await;
        let after = after.map_or(String::new(), |after| format!("&last_event_id={after}"));
        let query = format!("ticket={ticket}{after}");
        self.open(session, &query, 64 * 1024).await.unwrap()
    }

    /// Opens a WebSocket with room for so few bytes.
    ///
    /// # Errors
    /// Status and code of the problem.
    pub(crate) async fn open(
        &self,
        session: &str,
        query: &str,
        room: u32,
    ) -> Result<Follower, (u16, String)> {
        let line = TcpSocket::new_v4().unwrap();
        line.set_recv_buffer_size(room).unwrap();
        let address: SocketAddr = self.address().parse().unwrap();
        let line = line.connect(address).await.unwrap();
        let url = format!("ws://{address}/v1/sessions/{session}/live?{query}");
        Follower::over(line, url.into_client_request().unwrap()).await
    }

    /// Opens a WebSocket as a page of this origin does.
    ///
    /// # Errors
    /// Status and code of the problem.
    pub(crate) async fn open_from(
        &self,
        session: &str,
        query: &str,
        origin: &str,
    ) -> Result<Follower, (u16, String)> {
        let line = TcpStream::connect(self.address()).await.unwrap();
        let url = format!("ws://{}/v1/sessions/{session}/live?{query}", self.address());
        let mut request = url.into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", origin.parse().unwrap());
        Follower::over(line, request).await
    }

    /// Follows a session by server-sent events, from behind an event.
    pub(crate) async fn listen(&self, user: &User, session: &str, after: i64) -> Listener {
        let ticket = self.ticket(user, session).await;
        let url = format!("{}/v1/sessions/{session}/events?ticket={ticket}", self.url);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let asked = client.get(url).header("Last-Event-ID", after);
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/event-stream");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-accel-buffering"), "no");
        Listener {
            answer,
            rest: String::new(),
            told: Vec::new(),
        }
    }
}

impl Follower {
    async fn over(line: TcpStream, request: Handshake) -> Result<Self, (u16, String)> {
        match client_async(request, line).await {
            Ok((socket, _)) => Ok(Self {
                socket,
                told: Vec::new(),
                commands: 0,
            }),
            Err(Error::Http(answer)) => {
                let body = answer.body().as_deref().unwrap_or_default();
                let problem: Value = serde_json::from_slice(body).unwrap_or_default();
                let code = problem["code"].as_str().unwrap_or_default();
                Err((answer.status().as_u16(), code.to_owned()))
            }
            Err(other) => panic!("{other}"),
        }
    }

    /// The next event; or the code with which the server closed, 0 for none.
    pub(crate) async fn next(&mut self) -> Result<Value, u16> {
        loop {
            let frame = self.frame().await?;
            if frame["type"] != "reply" {
                hear(&mut self.told, &frame);
                return Ok(frame);
            }
        }
    }

    /// Waits for an event of this type.
    pub(crate) async fn until(&mut self, name: &str) -> Value {
        loop {
            let event = self.next().await.unwrap();
            if event["type"] == name {
                return event;
            }
        }
    }

    /// Hears everything until the server closes, and with which code.
    pub(crate) async fn until_the_end(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    /// Sends a command, and waits for its reply. Events that come before it are heard.
    pub(crate) async fn does(&mut self, mut command: Value) -> Value {
        self.commands += 1;
        let id = format!("c{}", self.commands);
        command["id"] = json!(id);
        self.says(&command.to_string()).await;
        loop {
            let frame = self.frame().await.unwrap();
            if frame["type"] == "reply" {
                assert_eq!(frame["id"], json!(id), "{frame}");
                if frame["body"]["verdict"].is_null() {
                    assert_tells_nothing(&frame);
                }
                return frame;
            }
            hear(&mut self.told, &frame);
        }
    }

    /// Sends anything.
    pub(crate) async fn says(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    async fn frame(&mut self) -> Result<Value, u16> {
        loop {
            let next = timeout(TIME_MAX, self.socket.next()).await;
            match next.expect("something comes") {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(reason))) => {
                    return Err(reason.map_or(0, |reason| reason.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(0),
            }
        }
    }
}

impl Listener {
    /// Hears everything until the stream ends.
    pub(crate) async fn until_the_end(&mut self) {
        while self.next().await.is_some() {}
    }

    /// The next event; `None`: the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((block, rest)) = self.rest.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.rest = rest;
                match self.event(&block) {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let chunk = timeout(TIME_MAX, self.answer.chunk()).await;
            // Cut short, where its server died.
            let chunk = chunk.expect("something comes").ok().flatten()?;
            self.rest.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// What a block tells, unless it is a comment.
    fn event(&mut self, block: &str) -> Option<Value> {
        let field = |name: &str| {
            let mut lines = block.lines();
            lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        };
        let event: Value = serde_json::from_str(field("data")?).unwrap();
        assert_eq!(field("id").unwrap(), event["sequence"].to_string());
        assert_eq!(field("event"), event["type"].as_str());
        hear(&mut self.told, &event);
        Some(event)
    }
}

/// One event more. Until a question is closed, nothing tells its answer.
#[track_caller]
fn hear(told: &mut Vec<Value>, event: &Value) {
    let fields = |value: &Value| -> Vec<String> {
        let fields = value.as_object().unwrap().keys();
        fields.cloned().collect()
    };
    let of = |event: &Value| event["data"]["question_id"].clone();
    match event["type"].as_str().unwrap() {
        "result" => {
            let open = told.iter().rfind(|event| event["type"] == "question");
            assert!(open.is_none_or(|open| of(open) == of(event)), "{event}");
        }
        // Who, and not what.
        "answered" => assert_eq!(fields(&event["data"]), ["question_id", "user_id"]),
        _ => assert_tells_nothing(event),
    }
    told.push(event.clone());
}
