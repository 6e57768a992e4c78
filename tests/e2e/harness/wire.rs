//! A connection on which anything can be said, and nothing be heard: what no decent client offers.

use super::Server;
use actix_web::web::BytesMut;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

/// For anything to come of it.
const TIME_MAX: Duration = Duration::from_secs(60);

/// A connection to a server.
pub(crate) struct Wire {
    stream: TcpStream,
    /// What was read and belongs to no answer yet.
    rest: BytesMut,
}

/// What came back on a wire.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Up to the empty line, in lower case.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Reply {
    /// Whether the server says that it is the last one.
    pub(crate) fn is_last(&self) -> bool {
        self.head.contains("connection: close")
    }

    /// The code of the problem, if it is one.
    pub(crate) fn code(&self) -> Option<String> {
        let problem: serde_json::Value = serde_json::from_str(&self.body).ok()?;
        Some(problem["code"].as_str()?.to_owned())
    }
}

impl Wire {
    /// Connects.
    pub(crate) async fn open(server: &Server) -> Self {
        Self::try_open(server.address()).await.unwrap()
    }

    /// Connects to a server that may be gone.
    ///
    /// # Errors
    /// It is gone.
    pub(crate) async fn try_open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let rest = BytesMut::new();
        Ok(Self { stream, rest })
    }

    /// Connects, with room for so few bytes that whoever does not read them soon stops the sender.
    pub(crate) async fn narrow(server: &Server) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4 * 1024).unwrap();
        let address: SocketAddr = server.address().parse().unwrap();
        let stream = socket.connect(address).await.unwrap();
        let rest = BytesMut::new();
        Self { stream, rest }
    }

    /// Says something.
    ///
    /// # Errors
    /// Nobody listens any more.
    pub(crate) async fn say(&mut self, text: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(text.as_ref()).await
    }

    /// Says something long, and takes in what comes meanwhile, so that the two sides do not wait for each other.
    ///
    /// # Errors
    /// The connection ended.
    pub(crate) async fn say_listening(&mut self, text: impl AsRef<[u8]>) -> io::Result<()> {
        let (mut read, mut write) = self.stream.split();
        let mut saying = pin!(write.write_all(text.as_ref()));
        loop {
            tokio::select! {
                said = &mut saying => return said,
                read = read.read_buf(&mut self.rest) => if read? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                },
            }
        }
    }

    /// Says that nothing will be said any more.
    pub(crate) async fn finish(&mut self) {
        self.stream.shutdown().await.unwrap();
    }

    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// The connection was cut.
    pub(crate) async fn hear(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.stream.read(bytes).await
    }

    /// The next answer, whole.
    ///
    /// # Errors
    /// The connection ended before it, or in the midst of it.
    pub(crate) async fn reply(&mut self) -> io::Result<Reply> {
        let ended = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let head = loop {
            if let Some(at) = self.rest.windows(4).position(|four| four == b"\r\n\r\n") {
                break text(self.rest.split_to(at + 4)).to_lowercase();
            }
            if self.read_more().await? == 0 {
                return Err(ended());
            }
        };
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().unwrap());
        while self.rest.len() < length {
            if self.read_more().await? == 0 {
                return Err(ended());
            }
        }
        let body = text(self.rest.split_to(length));
        Ok(Reply { status, head, body })
    }

    async fn read_more(&mut self) -> io::Result<usize> {
        let reading = self.stream.read_buf(&mut self.rest);
        timeout(TIME_MAX, reading).await.expect("it goes on")
    }

    /// Every answer that comes until the connection ends, however it does.
    pub(crate) async fn replies(&mut self) -> Vec<Reply> {
        let mut replies = Vec::new();
        while let Ok(reply) = self.reply().await {
            replies.push(reply);
        }
        replies
    }
}

fn text(bytes: BytesMut) -> String {
    String::from_utf8(bytes.into()).unwrap()
}
