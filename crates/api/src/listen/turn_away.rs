//! The answer to one connection too many. A connection that waited in the kernel's queue instead would not know
//! whether to wait on or to try another server.

use crate::problem::{Code, Problem, members};
use serde_json::Value;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Connections that are being turned away. More are closed without a word.
const AT_ONCE_MAX: usize = 256;
/// For the whole of it.
const TIME_MAX: Duration = Duration::from_secs(1);

/// Turns connections away.
pub(super) struct TurnAway {
    places: Arc<Semaphore>,
    answer: Arc<str>,
}

impl TurnAway {
    pub(super) fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE_MAX)),
            answer: answer().into(),
        }
    }

    /// Answers in the background.
    pub(super) fn turn_away(&self, line: std::net::TcpStream) {
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            return;
        };
        let answer = self.answer.clone();
        tokio::spawn(async move {
            if !matches!(timeout(TIME_MAX, tell(line, &answer)).await, Ok(Ok(()))) {
                tracing::debug!("a connection that was turned away did not wait for its answer");
            }
            drop(place);
        });
    }
}

/// Whoever closes while something is unread resets the connection, and the answer may be lost with it: so the request
/// is read first, and the client closes first.
async fn tell(line: std::net::TcpStream, answer: &str) -> io::Result<()> {
    let mut line = TcpStream::from_std(line)?;
    let mut some = [0; 4096];
    let _read = line.read(&mut some).await?;
    line.write_all(answer.as_bytes()).await?;
    line.shutdown().await?;
    while line.read(&mut some).await? > 0 {}
    Ok(())
}

fn answer() -> String {
    let seconds = 1;
    let problem = Problem::new(Code::Overloaded).retry_after(seconds);
    let body = Value::from(members(&problem, None)).to_string();
    let length = body.len();
    format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\n\
         content-length: {length}\r\nretry-after: {seconds}\r\nconnection: close\r\n\r\n{body}"
    )
}
