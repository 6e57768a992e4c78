//! The network between the program and Postgres, which does what networks do: it breaks, refuses, is slow, and loses the
//! one answer that matters.

mod frontend;
mod link;
#[cfg(test)]
mod tests;

use super::port::Port;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// Passes connections on.
pub(super) struct Proxy {
    port: Port,
    state: Arc<State>,
    /// Lets clients in.
    door: JoinHandle<()>,
}

/// What every connection goes by.
struct State {
    upstream: SocketAddr,
    /// Each connection listens; it ends when something is sent.
    cuts: watch::Sender<()>,
    /// How long everything is held back, each way.
    delay_ms: AtomicU64,
    /// Sprung by the next commit; told when that was cut.
    trap: Mutex<Option<Arc<Notify>>>,
}

impl Proxy {
    /// In front of this address.
    pub(super) fn start(upstream: SocketAddr) -> anyhow::Result<Self> {
        let port = Port::free()?;
        let state = Arc::new(State {
            upstream,
            cuts: watch::Sender::new(()),
            delay_ms: AtomicU64::new(0),
            trap: Mutex::default(),
        });
        let door = open_door(&port, &state)?;
        Ok(Self { port, state, door })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// Breaks every connection. Whether there was any.
    pub(super) fn cut(&self) -> bool {
        let has_links = self.state.cuts.receiver_count() > 0;
        self.state.cuts.send_replace(());
        has_links
    }

    /// Breaks every connection and refuses new ones for a while. Whether there was any.
    pub(super) async fn refuse(&mut self, lasting: Duration) -> anyhow::Result<bool> {
        self.door.abort();
        // It ends as it was told to, by being aborted.
        drop((&mut self.door).await);
        let had_links = self.cut();
        sleep(lasting).await;
        self.door = open_door(&self.port, &self.state)?;
        Ok(had_links)
    }

    /// Holds everything back for a while, each way. Whether there was a connection.
    pub(super) async fn delay(&self, by: Duration, lasting: Duration) -> anyhow::Result<bool> {
        let has_links = self.state.cuts.receiver_count() > 0;
        let by_ms = by.as_millis().try_into()?;
        self.state.delay_ms.store(by_ms, Ordering::Relaxed);
        sleep(lasting).await;
        self.state.delay_ms.store(0, Ordering::Relaxed);
        Ok(has_links)
    }

    /// Breaks the connection over which the next commit goes, when the answer to that begins to arrive: it has happened,
    /// and nobody hears of it. Whether a commit came in time.
    pub(super) async fn cut_at_commit(&self, within: Duration) -> bool {
        let trap = Arc::new(Notify::new());
        self.state.set_trap(Some(Arc::clone(&trap)));
        let was_cut = timeout(within, trap.notified()).await.is_ok();
        self.state.set_trap(None);
        was_cut
    }
}

impl State {
    fn set_trap(&self, trap: Option<Arc<Notify>>) {
        *self.trap.lock().unwrap_or_else(PoisonError::into_inner) = trap;
    }

    /// Of all commits one finds it.
    fn spring_trap(&self) -> Option<Arc<Notify>> {
        let mut trap = self.trap.lock().unwrap_or_else(PoisonError::into_inner);
        trap.take()
    }

    async fn delayed(&self) {
        match self.delay_ms.load(Ordering::Relaxed) {
            // Even a sleep of no time takes time.
            0 => {}
            ms => sleep(Duration::from_millis(ms)).await,
        }
    }
}

fn open_door(port: &Port, state: &Arc<State>) -> anyhow::Result<JoinHandle<()>> {
    let listener = port.listen()?;
    Ok(tokio::spawn(let_in(listener, Arc::clone(state))))
}

async fn let_in(listener: TcpListener, state: Arc<State>) {
    loop {
        match listener.accept().await {
            Ok((client, _)) => drop(tokio::spawn(link::carry(client, Arc::clone(&state)))),
            Err(error) => eprintln!("the proxy cannot accept a connection: {error}"),
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.door.abort();
        self.cut();
    }
}
