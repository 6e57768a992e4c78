use crate::cli::Global;
use crate::compose;
use crate::exit::Exit;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(5);

/// Asks a running server for `/readyz`. One request by hand, so that a container needs no other program.
pub(crate) fn run(global: &Global, address: Option<SocketAddr>) -> anyhow::Result<Exit> {
    let address = match address {
        Some(address) => address,
        None => reachable(compose::config(global)?.listen),
    };
    match is_ready(address) {
        Ok(true) => Ok(Exit::Success),
        Ok(false) => {
            crate::exit::tell(&anyhow::anyhow!("{address} is not ready"));
            Ok(Exit::Unavailable)
        }
        Err(error) => {
            crate::exit::tell(&anyhow::anyhow!("{address} does not answer: {error}"));
            Ok(Exit::Unavailable)
        }
    }
}

/// A server that listens everywhere is asked on this machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

fn is_ready(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(
        stream,
        "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut status = [0; 12];
    stream.read_exact(&mut status)?;
    Ok(status.ends_with(b" 200"))
}
