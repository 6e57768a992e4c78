//! The listener: takes connections, gives them to worker threads in turn, and stops without dropping a request.
//!
//! # Why not the web framework's own server
//! It drops connections that wait for a worker when it stops, and closes idle ones under the request that is on its way
//! to them; it lets clients wait in the kernel's queue when there are too many; and it has no place for a stream that
//! watches over its client ([`paced`]).
//!
//! # How it stops
//! What the kernel has taken for us is taken in, then the port is free. Every answer from here on ends its connection
//! and says so. A connection without a request gets a moment in which the one that is on its way arrives.

mod open;
mod paced;
mod quiet;
mod stopping;
mod turn_away;
mod worker;

pub(crate) use quiet::{Quiet, Staying};
pub(crate) use stopping::Stopping;

use crate::app::Shared;
use actix_web::web::ServiceConfig;
use open::Connections;
use socket2::{Domain, Socket, Type};
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use turn_away::TurnAway;
use worker::{Accepted, Served};

/// Bytes of an answer that the kernel takes from us (it doubles this). Small, so that a reader's pace shows, and so that
/// thousands who do not read cost little.
const SEND_BUFFER_BYTES: usize = 64 * 1024;
/// Connections that wait to be taken; the kernel may allow fewer. Of more, some believe to be connected and are not.
const BACKLOG: i32 = 4096;
/// After an error in accepting: there are no files left, most likely.
const ACCEPT_AGAIN: Duration = Duration::from_millis(50);

/// Listens for clients.
pub struct Listener {
    socket: TcpListener,
    shared: Shared,
    more: fn(&mut ServiceConfig),
}

impl Listener {
    /// Listens on an address. `more` adds routes of others, such as the web pages.
    pub fn bind(
        address: SocketAddr,
        shared: Shared,
        more: fn(&mut ServiceConfig),
    ) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
        // A port that was just left can be taken again at once. On Windows the option means something else.
        #[cfg(unix)]
        socket.set_reuse_address(true)?;
        // Connections inherit these two.
        socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
        // What was written to a connection that is closed is still the kernel's to send, for minutes.
        #[cfg(target_os = "linux")]
        socket.set_tcp_user_timeout(Some(shared.limits().write_time_max))?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG)?;
        socket.set_nonblocking(true)?;
        Ok(Self {
            socket: socket.into(),
            shared,
            more,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Serves until `stop` resolves, and then for as long as requests are in work, but no longer than `stop_time_max`.
    pub async fn serve(
        self,
        stop: impl Future<Output = ()>,
        stop_time_max: Duration,
    ) -> io::Result<()> {
        let (stopping, stops) = watch::channel(false);
        let connections = Arc::new(Connections::new(self.shared.limits().connections_max));
        let served = Served {
            shared: self.shared,
            more: self.more,
            stopping: stops,
        };
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers)
            .map(|number| worker::start(number, served.clone()))
            .collect::<Result<_, _>>()?;
        let mut door = Door {
            connections: connections.clone(),
            workers,
            next: 0,
            turn_away: TurnAway::new(),
        };
        door.take_until(self.socket, stop).await?;
        stopping.send_replace(true);
        if timeout(stop_time_max, connections.none()).await.is_err() {
            let left = connections.now();
            tracing::warn!(left, "connections are cut: they did not end in time");
        }
        Ok(())
    }
}

/// Where connections come in.
struct Door {
    connections: Arc<Connections>,
    workers: Vec<UnboundedSender<Accepted>>,
    next: usize,
    turn_away: TurnAway,
}

impl Door {
    async fn take_until(
        &mut self,
        socket: TcpListener,
        stop: impl Future<Output = ()>,
    ) -> io::Result<()> {
        let socket = tokio::net::TcpListener::from_std(socket)?;
        let mut stop = pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = socket.accept() => accepted,
            };
            match accepted.and_then(|(line, peer)| Ok((line.into_std()?, peer))) {
                Ok((line, peer)) => self.take(line, peer)?,
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "cannot take connections");
                    sleep(ACCEPT_AGAIN).await;
                }
            }
        }
        // Who is in the kernel's queue believes to be connected.
        let socket = socket.into_std()?;
        while let Ok((line, peer)) = socket.accept() {
            self.take(line, peer)?;
        }
        Ok(())
    }

    /// Takes a connection in.
    ///
    /// # Errors
    /// Only if a worker is gone, and with it every connection that it would get.
    fn take(&mut self, line: TcpStream, peer: SocketAddr) -> io::Result<()> {
        let ready = line
            .set_nonblocking(true)
            .and_then(|()| line.set_nodelay(true));
        if let Err(error) = ready {
            tracing::debug!(%error, "a connection is gone already");
            return Ok(());
        }
        let Some(open) = self.connections.enter() else {
            self.turn_away.turn_away(line);
            return Ok(());
        };
        self.next = (self.next + 1) % self.workers.len();
        if let Some(worker) = self.workers.get(self.next)
            && worker.send(Accepted { line, peer, open }).is_err()
        {
            return Err(io::Error::other("a worker is gone"));
        }
        Ok(())
    }
}

/// Whether the client is at fault, so that the next one may fare better.
fn is_of_one_connection(error: &io::Error) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted
    )
}
