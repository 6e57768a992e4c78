//! A connection that does not wait for its client forever.
//!
//! The web framework bounds the time of a connection's first head and of an idle connection, and nothing else. This
//! stream stands between it and the socket, and fails when the client is too slow: in sending the next request
//! ([`Quiet`]), or in taking what is written. A write fails when nothing could be written for a while; the socket's
//! buffer is small, and the kernel tells of room in it by a third of it at least, so that this is a rate below which
//! readers are cut, and not a byte now and then that would do.

use super::open::Open;
use super::quiet::{Quiet, Verdict};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

/// A stream that can be given up, with all that is still to be sent.
pub(super) trait Line: AsyncRead + AsyncWrite + Unpin {
    /// From here on, closing discards what was not sent.
    fn give_up(&self);
}

impl Line for TcpStream {
    fn give_up(&self) {
        if let Err(error) = self.set_zero_linger() {
            tracing::debug!(%error, "the kernel keeps sending to a client that does not read");
        }
    }
}

/// A connection that does not wait for its client forever.
pub(super) struct Paced<S> {
    line: S,
    quiet: Rc<Quiet>,
    /// For the next verdict.
    look: Pin<Box<Sleep>>,
    /// Resolves when the server begins to stop; then it is gone.
    stop: Option<LocalBoxFuture<'static, ()>>,
    write_time_max: Duration,
    /// While nothing can be written.
    stalled: Option<Pin<Box<Sleep>>>,
    /// Counted as long as this lives.
    _open: Open,
}

impl<S: Line> Paced<S> {
    pub(super) fn new(
        line: S,
        quiet: Quiet,
        stop: LocalBoxFuture<'static, ()>,
        write_time_max: Duration,
        open: Open,
    ) -> Self {
        Self {
            line,
            quiet: Rc::new(quiet),
            look: Box::pin(sleep_until(Instant::now())),
            stop: Some(stop),
            write_time_max,
            stalled: None,
            _open: open,
        }
    }

    /// For its requests.
    pub(super) fn quiet(&self) -> Rc<Quiet> {
        self.quiet.clone()
    }

    /// Ready when the connection is to be ended, or has to be cut.
    fn poll_verdict(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Some(stop) = &mut self.stop
            && stop.poll_unpin(cx).is_ready()
        {
            self.stop = None;
            self.quiet.leave();
            self.look.as_mut().reset(Instant::now());
        }
        loop {
            ready!(self.look.as_mut().poll(cx));
            match self.quiet.verdict() {
                Verdict::Wait(until) => self.look.as_mut().reset(until),
                Verdict::End => return Poll::Ready(Ok(())),
                Verdict::Cut => return Poll::Ready(Err(self.cut("request"))),
            }
        }
    }

    fn cut(&self, reason: &'static str) -> io::Error {
        super::open::cut(reason);
        self.line.give_up();
        io::Error::new(
            io::ErrorKind::TimedOut,
            format!("the client is too slow: {reason}"),
        )
    }
}

impl<S: Line> AsyncRead for Paced<S> {
    /// An end without a byte ends the connection politely; the framework knows it as a client that has closed its side.
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.quiet.looked_at_by(cx.waker());
        // Asked before reading: somebody who never stops sending is told as well.
        if let Poll::Ready(ended) = this.poll_verdict(cx) {
            return Poll::Ready(ended);
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut this.line).poll_read(cx, buf))?;
        if buf.filled().len() > before {
            this.quiet.hear();
        } else if buf.remaining() > 0 {
            this.quiet.close();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: Line> AsyncWrite for Paced<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if let Poll::Ready(written) = Pin::new(&mut this.line).poll_write(cx, buf) {
            this.stalled = None;
            this.quiet.tell();
            return Poll::Ready(written);
        }
        let time_max = this.write_time_max;
        let stalled = this
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(time_max)));
        ready!(stalled.as_mut().poll(cx));
        this.quiet.cut();
        Poll::Ready(Err(this.cut("answer")))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().line).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().line).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::super::open::Connections;
    use super::super::quiet::Patience;
    use super::*;
    use std::sync::Arc;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::sync::oneshot;
    use tokio::time::advance;

    impl Line for DuplexStream {
        fn give_up(&self) {}
    }

    const BUFFER: usize = 64;

    fn paced() -> (Paced<DuplexStream>, DuplexStream, oneshot::Sender<()>) {
        let (ours, theirs) = duplex(BUFFER);
        let patience = Patience {
            request: Duration::from_secs(12),
            farewell: Duration::from_millis(500),
        };
        let (stop, stopped) = oneshot::channel();
        let stopped = async move { stopped.await.unwrap() }.boxed_local();
        let open = Arc::new(Connections::new(1)).enter().unwrap();
        let quiet = Quiet::new(patience);
        let line = Paced::new(ours, quiet, stopped, Duration::from_secs(10), open);
        (line, theirs, stop)
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_that_drips_is_cut() {
        let (mut line, mut client, _stop) = paced();
        let begun = Instant::now();
        let drip = async {
            loop {
                sleep(Duration::from_secs(1)).await;
                if client.write_all(b"x").await.is_err() {
                    return;
                }
            }
        };
        let read = async {
            let mut byte = [0];
            loop {
                if let Err(error) = line.read(&mut byte).await {
                    return error.kind();
                }
            }
        };
        let kind = tokio::select! { () = drip => unreachable!(), kind = read => kind };
        assert_eq!(kind, io::ErrorKind::TimedOut);
        assert_eq!(begun.elapsed().as_secs(), 12);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_cut_and_who_takes_something_is_not() {
        let (mut line, mut client, _stop) = paced();
        let begun = Instant::now();
        let answer = [0; 3 * BUFFER];
        let take = async {
            sleep(Duration::from_secs(9)).await;
            client.read_exact(&mut [0; BUFFER]).await.unwrap();
        };
        let (written, ()) = tokio::join!(line.write_all(&answer), take);
        assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(begun.elapsed().as_secs(), 19);
    }

    #[tokio::test(start_paused = true)]
    async fn when_the_server_stops_an_idle_connection_ends() {
        let (mut line, _client, stop) = paced();
        let mut byte = [0];
        tokio::join!(
            async { assert_eq!(line.read(&mut byte).await.unwrap(), 0) },
            async {
                advance(Duration::from_secs(3)).await;
                stop.send(()).unwrap();
            }
        );
        assert!(line.quiet().is_leaving());
    }
}
