use lettre::transport::smtp::client::AsyncTokioStream;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Octets that a server may say in one conversation, TLS included.
const SAID_MAX: usize = 1 << 20;

/// A connection that is read line by line, and not for ever.
///
/// The client above it buffers what it reads, and keeps what it buffered when TLS begins. Whoever sits on the way could
/// so send answers along with the one to STARTTLS, and they would be taken for answers that came under TLS. Here they
/// stay in the socket, where they spoil the handshake.
#[derive(Debug)]
pub(super) struct Lines {
    socket: TcpStream,
    left: usize,
}

impl Lines {
    pub(super) fn new(socket: TcpStream) -> Self {
        Self {
            socket,
            left: SAID_MAX,
        }
    }
}

impl AsyncRead for Lines {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let mut room = [0; 1024];
        let mut room = ReadBuf::new(&mut room);
        let mut seen = room.take(buf.remaining());
        ready!(this.socket.poll_peek(cx, &mut seen))?;
        let end = seen.filled().iter().position(|byte| *byte == b'\n');
        let line = end.map_or(seen.filled().len(), |end| end + 1);
        let Some(left) = this.left.checked_sub(line) else {
            return Poll::Ready(Err(io::Error::other("the server says too much")));
        };
        this.left = left;
        let mut taken = room.take(line);
        ready!(Pin::new(&mut this.socket).poll_read(cx, &mut taken))?;
        buf.put_slice(taken.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Lines {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().socket).poll_write(cx, buf)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Lines {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.socket.peer_addr()
    }
}
