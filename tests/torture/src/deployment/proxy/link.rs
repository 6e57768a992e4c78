//! One connection through the proxy, from the client's arrival to its end or to a cut.

use super::State;
use super::frontend::Frontend;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::Notify;

/// The most that is passed on at once.
const CHUNK_BYTES: usize = 64 * 1_024;

/// How a connection ended.
enum End {
    /// One of the two closed it, or is gone.
    Closed,
    /// We broke it.
    Cut,
}

/// The answer that is waited for and will not be passed on; who cuts there tells that it has.
type Caught = Mutex<Option<Arc<Notify>>>;

/// Passes everything on, both ways.
pub(super) async fn carry(mut client: TcpStream, state: Arc<State>) {
    let mut cuts = state.cuts.subscribe();
    let end = tokio::select! {
        _ = cuts.changed() => Ok(End::Cut),
        end = pass(&mut client, &state) => end,
    };
    // Without lingering, closing is a reset: what was sent and not yet read is lost, as with a broken network.
    if !matches!(end, Ok(End::Closed)) {
        // It fails when the client was first.
        drop(client.set_zero_linger());
    }
}

async fn pass(client: &mut TcpStream, state: &State) -> io::Result<End> {
    let mut server = TcpStream::connect(state.upstream).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let caught = Caught::default();
    let (from_client, to_client) = client.split();
    let (from_server, to_server) = server.split();
    tokio::select! {
        end = up(from_client, to_server, state, &caught) => end,
        end = down(from_server, to_client, state, &caught) => end,
    }
}

/// To the server. A commit that is to be cut is passed on: it happens, and nobody hears of it.
async fn up(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    state: &State,
    caught: &Caught,
) -> io::Result<End> {
    let mut chunk = vec![0; CHUNK_BYTES];
    let mut frontend = Frontend::default();
    loop {
        let bytes = from.read(&mut chunk).await?;
        if bytes == 0 {
            return Ok(End::Closed);
        }
        if frontend.commits(&chunk[..bytes])
            && let Some(trap) = state.spring_trap()
        {
            *caught.lock().unwrap_or_else(PoisonError::into_inner) = Some(trap);
        }
        state.delayed().await;
        to.write_all(&chunk[..bytes]).await?;
    }
}

/// To the client.
async fn down(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    state: &State,
    caught: &Caught,
) -> io::Result<End> {
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let bytes = from.read(&mut chunk).await?;
        if bytes == 0 {
            return Ok(End::Closed);
        }
        let trap = caught.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(trap) = trap {
            trap.notify_one();
            return Ok(End::Cut);
        }
        state.delayed().await;
        to.write_all(&chunk[..bytes]).await?;
    }
}
