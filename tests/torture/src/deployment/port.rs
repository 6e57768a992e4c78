//! A port that stays ours while nobody listens on it.
//!
//! A program that is killed leaves its port free, and the system may give it to any connection that goes out, ours to
//! that very program among them. A socket that is bound and does not listen keeps it: with `SO_REUSEADDR` the program
//! may bind it besides, and as long as nobody listens, connections are refused.

use anyhow::Context as _;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpListener, TcpSocket};

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1_024;

/// On the loopback interface.
pub(super) struct Port {
    address: SocketAddr,
    _held: TcpSocket,
}

impl Port {
    pub(super) fn free() -> anyhow::Result<Self> {
        let held = bound((Ipv4Addr::LOCALHOST, 0).into()).context("no port is free")?;
        Ok(Self {
            address: held.local_addr()?,
            _held: held,
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn number(&self) -> u16 {
        self.address.port()
    }

    pub(super) fn listen(&self) -> anyhow::Result<TcpListener> {
        bound(self.address)
            .and_then(|socket| socket.listen(BACKLOG))
            .with_context(|| format!("cannot listen on {}", self.address))
    }
}

fn bound(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;
    use tokio::net::TcpStream;

    #[tokio::test]
    async fn a_port_is_refused_and_open_and_refused_again() {
        let port = Port::free().unwrap();
        let refused = || async { TcpStream::connect(port.address()).await.unwrap_err().kind() };
        assert_eq!(refused().await, ErrorKind::ConnectionRefused);
        for _ in 0..2 {
            // As programs do it.
            let listener = std::net::TcpListener::bind(port.address()).unwrap();
            TcpStream::connect(port.address()).await.unwrap();
            drop(listener);
            assert_eq!(refused().await, ErrorKind::ConnectionRefused);
        }
    }

    #[tokio::test]
    async fn nobody_else_is_given_it() {
        let ports: Vec<_> = (0..200).map(|_| Port::free().unwrap()).collect();
        let mut numbers: Vec<_> = ports.iter().map(Port::number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), ports.len());
    }
}
