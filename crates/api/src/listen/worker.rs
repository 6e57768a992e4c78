//! A thread that serves connections.
//!
//! # What goes first
//! Results of the database come from other threads, new requests from the worker's own. Of a worker that has always
//! something of its own to do, tokio lets other threads wake only one task in 31 polls: under overload what was let in
//! would stand still behind what is turned away. Which comes first is a choice between how much is done and how soon
//! the rest is refused; [`RESULTS_EVERY`] is where both were well (`ludger-bench overload`).

use super::open::Open;
use super::paced::Paced;
use super::quiet::{Patience, Quiet};
use super::stopping::Stopping;
use crate::app::{Shared, build_app};
use crate::settings::Limits;
use actix_http::HttpService;
use actix_service::{Service, ServiceFactory, map_config};
use actix_web::dev::AppConfig;
use actix_web::web::ServiceConfig;
use futures::FutureExt;
use std::io;
use std::net::{SocketAddr, TcpStream};
use tokio::runtime::{Builder, LocalOptions};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;

/// One poll in so many is for a task that another thread has woken, while there are tasks of both kinds.
const RESULTS_EVERY: u32 = 8;

/// A connection on its way to a worker.
pub(super) struct Accepted {
    pub(super) line: TcpStream,
    pub(super) peer: SocketAddr,
    pub(super) open: Open,
}

/// What a worker serves.
#[derive(Clone)]
pub(super) struct Served {
    pub(super) shared: Shared,
    pub(super) more: fn(&mut ServiceConfig),
    /// Turns true when the server begins to stop.
    pub(super) stopping: watch::Receiver<bool>,
}

/// Starts a worker. It ends when nobody can send it connections any more, with all that it has.
pub(super) fn start(number: usize, served: Served) -> io::Result<UnboundedSender<Accepted>> {
    let (sender, connections) = unbounded_channel();
    std::thread::Builder::new()
        .name(format!("ludger-http-{number}"))
        .spawn(move || {
            // It stays on the thread that builds it.
            let runtime = Builder::new_current_thread()
                .enable_all()
                .global_queue_interval(RESULTS_EVERY)
                .build_local(LocalOptions::default());
            match runtime {
                Ok(runtime) => runtime.block_on(work(served, connections)),
                // The next connection that it should get ends the server.
                Err(error) => tracing::error!(%error, "a worker cannot start"),
            }
        })?;
    Ok(sender)
}

async fn work(served: Served, mut connections: UnboundedReceiver<Accepted>) {
    let Served {
        shared,
        more,
        stopping,
    } = served;
    let limits = shared.limits().clone();
    let app = map_config(build_app(shared, more), |()| AppConfig::default());
    let stops = Stopping::new(stopping.clone());
    let http = HttpService::build()
        .keep_alive(limits.idle_time_max)
        .client_request_timeout(limits.head_time_max)
        .client_disconnect_timeout(limits.farewell)
        .on_connect_ext(move |line: &Paced<_>, data| {
            data.insert(line.quiet());
            data.insert(stops.clone());
        })
        .h1(app);
    let Ok(http) = http.new_service(()).await else {
        tracing::error!("the app cannot be built");
        return;
    };
    while let Some(Accepted { line, peer, open }) = connections.recv().await {
        let line = match tokio::net::TcpStream::from_std(line) {
            Ok(line) => line,
            Err(error) => {
                tracing::warn!(%error, "a connection is lost");
                continue;
            }
        };
        let line = paced(line, &limits, stopping.clone(), open);
        let served = http.call((line, Some(peer)));
        actix_web::rt::spawn(async move {
            if let Err(error) = served.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
}

fn paced(
    line: tokio::net::TcpStream,
    limits: &Limits,
    stopping: watch::Receiver<bool>,
    open: Open,
) -> Paced<tokio::net::TcpStream> {
    let patience = Patience {
        // The framework's own limit on the first head comes first, since it says 408.
        request: limits.head_time_max + limits.farewell,
        farewell: limits.farewell,
    };
    let mut stopping = Stopping::new(stopping);
    let stop = async move { stopping.begun().await };
    let quiet = Quiet::new(patience);
    Paced::new(line, quiet, stop.boxed_local(), limits.write_time_max, open)
}
