//! What stands between a server and its Postgres, and can fail in the ways in which networks and databases fail.

use socket2::{Domain, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;

/// Much more than the kernel takes to let somebody in on this machine.
const SHUT_OUT: Duration = Duration::from_millis(300);

/// How the way to the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Open,
    /// Connections are made, and nothing comes over them any more: the database's processes are stopped.
    Frozen,
    /// Connections break, and new ones are refused: the database is down.
    Refusing,
    /// Nothing comes over any connection, and nobody answers to a new one: the cable is cut.
    Hole,
}

/// A way to a database.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    way: watch::Sender<Way>,
}

impl Proxy {
    /// A way to the database at this address.
    pub(crate) fn to(database: SocketAddr) -> Self {
        let listener = listen((Ipv4Addr::LOCALHOST, 0).into());
        let address = listener.local_addr().unwrap().as_socket().unwrap();
        let (way, changes) = watch::channel(Way::Open);
        tokio::spawn(stand(listener, database, changes));
        Self { address, way }
    }

    /// Makes it so. What was under way shares the fate.
    pub(crate) fn set(&self, way: Way) {
        self.way.send_replace(way);
    }
}

fn listen(address: SocketAddr) -> Socket {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.set_reuse_address(true).unwrap();
    socket.bind(&address.into()).unwrap();
    socket.listen(128).unwrap();
    socket.set_nonblocking(true).unwrap();
    socket
}

/// Lets connections through, or not.
async fn stand(listener: Socket, database: SocketAddr, mut way: watch::Receiver<Way>) {
    let address = listener.local_addr().unwrap().as_socket().unwrap();
    let mut listener = TcpListener::from_std(listener.into()).unwrap();
    loop {
        let now = *way.borrow_and_update();
        match now {
            Way::Open | Way::Frozen => tokio::select! {
                accepted = listener.accept() => {
                    tokio::spawn(connect(accepted.unwrap().0, database, way.clone()));
                }
                changed = way.changed() => if changed.is_err() { return },
            },
            Way::Refusing => {
                drop(listener);
                let changed = way.changed().await;
                listener = TcpListener::from_std(listen(address).into()).unwrap();
                if changed.is_err() {
                    return;
                }
            }
            Way::Hole => {
                let own = shut_out(&listener, address).await;
                let changed = way.changed().await;
                drop(own);
                if changed.is_err() {
                    return;
                }
                socket2::SockRef::from(&listener).listen(128).unwrap();
            }
        }
    }
}

/// Fills the kernel's queue, so that it drops whoever knocks.
async fn shut_out(listener: &TcpListener, address: SocketAddr) -> Vec<TcpStream> {
    socket2::SockRef::from(listener).listen(0).unwrap();
    let mut own = Vec::new();
    while let Ok(connected) = timeout(SHUT_OUT, TcpStream::connect(address)).await {
        own.push(connected.unwrap());
    }
    own
}

async fn connect(client: TcpStream, database: SocketAddr, way: watch::Receiver<Way>) {
    let Ok(server) = TcpStream::connect(database).await else {
        return;
    };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::join!(
        pump(from_client, to_server, way.clone()),
        pump(from_server, to_client, way),
    );
}

/// Passes on what comes, while the way is open.
async fn pump(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut way: watch::Receiver<Way>) {
    let mut breaks = way.clone();
    let mut bytes = [0; 8 * 1024];
    loop {
        let read = tokio::select! {
            read = from.read(&mut bytes) => read,
            _ = breaks.wait_for(|way| *way == Way::Refusing) => return,
        };
        let Ok(read @ 1..) = read else {
            return;
        };
        let passes = |way: &Way| matches!(way, Way::Open | Way::Refusing);
        if !matches!(way.wait_for(passes).await.as_deref(), Ok(Way::Open)) {
            return;
        }
        if to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}
