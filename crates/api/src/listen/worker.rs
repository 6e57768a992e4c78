//! A thread that serves connections.

use super::open::Open;
use super::paced::Paced;
use super::quiet::{Patience, Quiet};
use crate::app::{Shared, build_app};
use crate::settings::Limits;
use actix_http::HttpService;
use actix_service::{Service, ServiceFactory, map_config};
use actix_web::dev::AppConfig;
use actix_web::web::ServiceConfig;
use futures::FutureExt;
use std::io;
use std::net::{SocketAddr, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;
use tokio::task::LocalSet;

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
    let runtime = Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new()
        .name(format!("ludger-http-{number}"))
        .spawn(move || LocalSet::new().block_on(&runtime, work(served, connections)))?;
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
    let http = HttpService::build()
        .keep_alive(limits.idle_time_max)
        .client_request_timeout(limits.head_time_max)
        .client_disconnect_timeout(limits.farewell)
        .on_connect_ext(|line: &Paced<_>, data| {
            data.insert(line.quiet());
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
    mut stopping: watch::Receiver<bool>,
    open: Open,
) -> Paced<tokio::net::TcpStream> {
    let patience = Patience {
        // The framework's own limit on the first head comes first, since it says 408.
        request: limits.head_time_max + limits.farewell,
        farewell: limits.farewell,
    };
    let stop = async move {
        if stopping.wait_for(|stops| *stops).await.is_err() {
            // Nobody is left who could stop it in order.
            std::future::pending::<()>().await;
        }
    };
    let quiet = Quiet::new(patience);
    Paced::new(line, quiet, stop.boxed_local(), limits.write_time_max, open)
}
