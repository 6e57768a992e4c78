//! A connection that is kept, and as much HTTP/1.1 as its answers need.

use anyhow::{Context as _, bail, ensure};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// More than any answer has here.
const HEADERS_MAX: usize = 48;

pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// An answer, until the next one.
pub(crate) struct Answer<'a> {
    pub(super) status: u16,
    pub(crate) body: &'a [u8],
}

/// The head of an answer that has arrived.
struct Head {
    status: u16,
    /// Bytes of the head.
    length: usize,
    body_length: usize,
}

impl Connection {
    pub(crate) async fn open(server: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            received: Vec::with_capacity(8_192),
        })
    }

    /// Sends a request and waits for its answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let head = loop {
            self.read_more().await?;
            if let Some(head) = head(&self.received)? {
                break head;
            }
        };
        let whole = head.length + head.body_length;
        while self.received.len() < whole {
            self.read_more().await?;
        }
        ensure!(
            self.received.len() == whole,
            "more than one answer to one request"
        );
        Ok(Answer {
            status: head.status,
            body: &self.received[head.length..],
        })
    }

    async fn read_more(&mut self) -> anyhow::Result<()> {
        let read = self.stream.read_buf(&mut self.received).await?;
        ensure!(read > 0, "the server closed the connection");
        Ok(())
    }
}

impl Answer<'_> {
    pub(crate) fn must_be(&self, status: u16) -> anyhow::Result<()> {
        if self.status != status {
            let body = String::from_utf8_lossy(self.body);
            bail!(
                "the server answered {} instead of {status}: {body}",
                self.status
            );
        }
        Ok(())
    }
}

/// `None`: more of it is to come.
fn head(received: &[u8]) -> anyhow::Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(length) = answer.parse(received)? else {
        return Ok(None);
    };
    let status = answer.code.context("an answer without a status")?;
    let body_length = answer
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
        .context("an answer without a length")?;
    let body_length = std::str::from_utf8(body_length.value)?.parse()?;
    Ok(Some(Head {
        status,
        length,
        body_length,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// Answers of one server, in the pieces in which they arrive.
    async fn answers(pieces: &'static [&'static [u8]]) -> Connection {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = [0; 3];
            stream.read_exact(&mut asked).await.unwrap();
            for piece in pieces {
                stream.write_all(piece).await.unwrap();
                tokio::task::yield_now().await;
            }
        });
        Connection::open(address).await.unwrap()
    }

    #[tokio::test]
    async fn an_answer_is_read_however_it_arrives() {
        let mut connection = answers(&[
            b"HTTP/1.1 20",
            b"1 Created\r\ncontent-",
            b"length: 5\r\n\r",
            b"\nhel",
            b"lo",
        ])
        .await;
        let answer = connection.ask(b"one").await.unwrap();
        assert_eq!((answer.status, answer.body), (201, &b"hello"[..]));
        assert!(answer.must_be(201).is_ok());
        assert!(answer.must_be(200).is_err());
    }

    #[tokio::test]
    async fn a_connection_that_ends_early_is_an_error() {
        let mut connection = answers(&[b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello"]).await;
        assert!(connection.ask(b"one").await.is_err());
    }
}
