//! A client's connection to the program. Nothing goes over it that is not in the history first.

use crate::history::{Answered, Body, Event, History, Lost, Operation, Sent};
use anyhow::Context;
use reqwest::{Client, Method, Response};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How long a connection may be idle before a client opens another. A server that closes one that was idle for some
/// seconds, just when a request is on its way, is no fault of its own.
const IDLE_MAX: Duration = Duration::from_secs(2);

/// A request that can be sent again and again.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) operation: Operation,
    /// With its query.
    pub(crate) path: String,
    /// Who asks, and their access token.
    pub(crate) asker: Option<(Uuid, String)>,
    pub(crate) key: Option<String>,
    pub(crate) if_match: Option<String>,
    pub(crate) body: Option<Value>,
}

/// What came of sending it once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    /// `None`: there is no reply.
    pub(crate) status: Option<u16>,
    pub(crate) body: Value,
    pub(crate) etag: Option<String>,
}

/// One client's own connections.
pub(crate) struct Wire {
    client: Client,
    url: String,
    history: Arc<History>,
    number: usize,
}

impl Ask {
    /// A request without a body.
    pub(crate) fn bare(operation: Operation, path: impl Into<String>) -> Self {
        Self {
            operation,
            path: path.into(),
            asker: None,
            key: None,
            if_match: None,
            body: None,
        }
    }

    /// A request to the operation's own route.
    pub(crate) fn of(operation: Operation) -> Self {
        Self::bare(operation, operation.route())
    }

    pub(crate) fn json(self, body: Value) -> Self {
        let body = Some(body);
        Self { body, ..self }
    }

    pub(crate) fn key(self, key: String) -> Self {
        let key = Some(key);
        Self { key, ..self }
    }
}

impl Reply {
    pub(crate) fn is_done(&self) -> bool {
        self.status
            .is_some_and(|status| (200..300).contains(&status))
    }

    /// The program, or something behind it, does not work now: the same again may get another answer.
    pub(crate) fn is_trouble(&self) -> bool {
        self.status.is_none_or(|status| status >= 500)
    }

    /// A text of the reply, by its JSON pointer.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.body.pointer(pointer)?.as_str()
    }

    pub(crate) fn code(&self) -> Option<&str> {
        self.text("/code")
    }
}

impl Wire {
    pub(crate) fn new(url: &str, history: Arc<History>, number: usize) -> anyhow::Result<Self> {
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(2))
            .pool_idle_timeout(IDLE_MAX)
            .build()
            .context("making an HTTP client")?;
        Ok(Self {
            client,
            url: url.to_owned(),
            history,
            number,
        })
    }

    /// Sends it, and waits no longer than `patience`.
    ///
    /// # Errors
    /// The history cannot be written. That a request fails is no error, but what all this is about.
    pub(crate) async fn send(&self, ask: &Ask, patience: Duration) -> anyhow::Result<Reply> {
        let shown = match &ask.body {
            Some(body) if !ask.operation.asks_secrets() => body,
            _ => &Value::Null,
        };
        let line = self.history.write(&Event::Sent(Sent {
            at_us: self.history.now_us(),
            client: self.number,
            operation: ask.operation,
            path: ask.path.clone(),
            who: ask.asker.as_ref().map(|(who, _)| *who),
            key: ask.key.clone(),
            body: Body::from(shown),
        }))?;
        match self.exchange(ask, patience).await {
            Ok((reply, replayed)) => {
                let shown = match &reply.body {
                    _ if ask.operation.tells_secrets() && reply.is_done() => &Value::Null,
                    body => body,
                };
                self.history.write(&Event::Answered(Answered {
                    at_us: self.history.now_us(),
                    to: line,
                    status: reply.status.unwrap_or_default(),
                    replayed,
                    body: Body::from(shown),
                }))?;
                Ok(reply)
            }
            Err(error) => {
                self.history.write(&Event::Lost(Lost {
                    at_us: self.history.now_us(),
                    to: line,
                    was_sent: !error.is_connect(),
                    error: format!("{:#}", anyhow::Error::new(error)),
                }))?;
                Ok(Reply::default())
            }
        }
    }

    async fn exchange(&self, ask: &Ask, patience: Duration) -> reqwest::Result<(Reply, bool)> {
        let url = format!("{}{}", self.url, ask.path);
        let method = Method::from_bytes(ask.operation.method().as_bytes()).unwrap_or_default();
        let mut request = self.client.request(method, url).timeout(patience);
        if let Some((_, token)) = &ask.asker {
            request = request.bearer_auth(token);
        }
        if let Some(key) = &ask.key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(tag) = &ask.if_match {
            request = request.header("If-Match", tag);
        }
        if let Some(body) = &ask.body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let status = Some(response.status().as_u16());
        let (etag, replayed) = (
            header(&response, "etag"),
            header(&response, "idempotent-replayed"),
        );
        let bytes = response.bytes().await?;
        let reply = Reply {
            status,
            body: read(&bytes),
            etag,
        };
        Ok((reply, replayed.as_deref() == Some("true")))
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(name)?;
    value.to_str().ok().map(ToOwned::to_owned)
}

/// JSON, or text that is none.
fn read(bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()))
}
