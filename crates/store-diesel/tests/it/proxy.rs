//! A proxy in front of Postgres that breaks a connection at its COMMIT: before the server gets to see it, or after it
//! was done but before the client hears of it.

use ludger_ports::contract::Cut;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Ends with the process; its port is of the loopback interface alone.
pub(crate) struct Proxy {
    url: String,
    next: Arc<Mutex<Option<Cut>>>,
}

impl Proxy {
    /// In front of the server of this URL.
    pub(crate) fn before(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (authority, database) = rest.split_once('/').unwrap();
        let (user, server) = authority
            .rsplit_once('@')
            .map_or(("", authority), |(user, server)| (user, server));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let at = if user.is_empty() { "" } else { "@" };
        let next = Arc::new(Mutex::new(None));
        let (server, shared) = (server.to_owned(), Arc::clone(&next));
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                relay(client, TcpStream::connect(&server).unwrap(), &shared);
            }
        });
        Self {
            url: format!("{scheme}://{user}{at}127.0.0.1:{port}/{database}"),
            next,
        }
    }

    /// The URL to use instead.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Breaks the next connection that commits.
    pub(crate) fn cut(&self, when: Cut) {
        *self.next.lock().unwrap() = Some(when);
    }
}

fn relay(client: TcpStream, server: TcpStream, next: &Arc<Mutex<Option<Cut>>>) {
    let swallow = Arc::new(Mutex::new(false));
    let (client, server) = (Arc::new(client), Arc::new(server));
    let end = |client: &TcpStream, server: &TcpStream| {
        for side in [client, server] {
            // It may be closed already.
            drop(side.shutdown(Shutdown::Both));
        }
    };
    let (from, to, next, swallowing) = (
        client.clone(),
        server.clone(),
        next.clone(),
        swallow.clone(),
    );
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(length @ 1..) = (&*from).read(&mut buffer) {
            let sent = &buffer[..length];
            if sent.windows(7).any(|part| part == b"COMMIT\0") {
                match next.lock().unwrap().take() {
                    Some(Cut::BeforeCommit) => break,
                    Some(Cut::AfterCommit) => *swallowing.lock().unwrap() = true,
                    None => {}
                }
            }
            if (&*to).write_all(sent).is_err() {
                break;
            }
        }
        end(&from, &to);
    });
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(length @ 1..) = (&*server).read(&mut buffer) {
            if *swallow.lock().unwrap() || (&*client).write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        end(&client, &server);
    });
}
