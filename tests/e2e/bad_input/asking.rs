//! Requests that can be changed before they are sent.

use crate::harness::{Answer, Server, User};
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName};
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Stands for an idempotency key of its own, each time it is sent.
pub(super) const FRESH: &str = "fresh";

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Asking {
    pub(super) method: Method,
    pub(super) path: String,
    /// As it stands in the address, `name=value` each.
    pub(super) query: Vec<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) token: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) body: Vec<u8>,
    /// Says that the body has so many bytes, and sends none of them.
    pub(super) announced: Option<usize>,
}

impl Asking {
    pub(super) fn at(method: Method, path: String) -> Self {
        Self {
            method,
            path,
            query: Vec::new(),
            headers: Vec::new(),
            token: None,
            content_type: None,
            body: Vec::new(),
            announced: None,
        }
    }

    pub(super) fn as_(mut self, user: &User) -> Self {
        self.token = Some(user.access.clone());
        self
    }

    pub(super) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(super) fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// With one more parameter.
    pub(super) fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push(format!("{name}={value}"));
        self
    }

    pub(super) fn without_query(mut self, name: &str) -> Self {
        let begin = format!("{name}=");
        self.query.retain(|known| !known.starts_with(&begin));
        self
    }

    /// With these bytes for a body.
    pub(super) fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The body, where it is JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(super) async fn send(&self, server: &Server) -> Answer {
        if let Some(length) = self.announced {
            return self.announce(server, length).await;
        }
        let mut request = server.request(self.method.clone(), &self.target());
        for (name, value) in self.all_headers() {
            request = request.header(&name, value);
        }
        match &self.content_type {
            Some(kind) => request.body(kind, self.body.clone()).await,
            None if self.body.is_empty() => request.await,
            None => request.untyped(self.body.clone()).await,
        }
    }

    fn target(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        format!("{}?{}", self.path, self.query.join("&"))
    }

    fn all_headers(&self) -> Vec<(String, String)> {
        static KEYS: AtomicU32 = AtomicU32::new(0);
        let token = self.token.iter();
        token
            .map(|token| ("Authorization".to_owned(), format!("Bearer {token}")))
            .chain(self.headers.iter().cloned())
            .map(|(name, value)| match value.as_str() {
                FRESH => (
                    name,
                    format!("key-{}", KEYS.fetch_add(1, Ordering::Relaxed)),
                ),
                _ => (name, value),
            })
            .collect()
    }

    /// Sends the head alone, and reads what is said to that. No client of the usual kind does this; with one, the
    /// server would close the connection on a body that is still being sent, and the answer might be lost.
    async fn announce(&self, server: &Server, length: usize) -> Answer {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target());
        let own = [
            ("Host".to_owned(), server.address().to_owned()),
            ("Content-Length".to_owned(), length.to_string()),
        ];
        let kind = self.content_type.iter();
        let kind = kind.map(|kind| ("Content-Type".to_owned(), kind.clone()));
        for (name, value) in own.into_iter().chain(kind).chain(self.all_headers()) {
            head.extend([&name, ": ", &value, "\r\n"]);
        }
        head.push_str("\r\n");
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut got = Vec::new();
        loop {
            if let Some(answer) = parse(&got) {
                let request = format!("{} {} of {length} bytes", self.method, self.target());
                return Answer { request, ..answer };
            }
            let read = stream.read_buf(&mut got).await.unwrap();
            assert!(read > 0, "cut off: {}", String::from_utf8_lossy(&got));
        }
    }
}

/// An answer, if it is there as a whole.
fn parse(got: &[u8]) -> Option<Answer> {
    let end = got.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(got[..end].to_vec()).unwrap();
    let (first, lines) = head.split_once("\r\n").unwrap();
    let mut headers = HeaderMap::new();
    for line in lines.split("\r\n") {
        let (name, value) = line.split_once(": ").unwrap();
        let name: HeaderName = name.parse().unwrap();
        headers.append(name, value.parse().unwrap());
    }
    let body = got[end + 4..].to_vec();
    let length: usize = headers["content-length"].to_str().unwrap().parse().unwrap();
    let status = first.split(' ').nth(1).unwrap().parse().unwrap();
    (body.len() >= length).then_some(Answer {
        request: String::new(),
        status,
        headers,
        body,
    })
}
