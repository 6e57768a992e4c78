//! The listener.

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use ludger_api::{Shared, build_app};
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

/// Listens on a port of its own, on threads of its own: it can be stopped whatever the test's runtime does.
pub(super) struct Server {
    pub(super) url: String,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(shared: Shared) -> Self {
        let (tell, told) = mpsc::channel();
        let thread = thread::spawn(move || System::new().block_on(serve(shared, tell)));
        let (address, handle) = told.recv().unwrap();
        Self {
            url: format!("http://{address}"),
            handle,
            thread: Some(thread),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is told by the call; only the news that it has stopped would have to be awaited.
        drop(self.handle.stop(false));
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(
            matches!(ended, Some(Ok(()))) || thread::panicking(),
            "the server panicked"
        );
    }
}

/// Tells where it listens and how it is stopped, and serves until then.
async fn serve(shared: Shared, tell: mpsc::Sender<(SocketAddr, ServerHandle)>) {
    let server = HttpServer::new(move || build_app(shared.clone(), |_| {}))
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    tell.send((address, server.handle())).unwrap();
    server.await.unwrap();
}
