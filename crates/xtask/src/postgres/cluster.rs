//! A throw-away cluster: its own folder, port and server, all gone when it goes out of scope.

use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener};

use anyhow::Context as _;

use super::account::Account;
use super::data;
use super::folder::Folder;
use super::installation::Installation;
use super::server::Server;

const START_ATTEMPTS_MAX: u32 = 3;

pub(super) struct Cluster {
    port: u16,
    // The order matters: first the server stops, then its folder goes.
    _server: Server,
    folder: Folder,
}

impl Cluster {
    pub(super) fn start(installation: &Installation, account: Account) -> anyhow::Result<Self> {
        let mut attempt = 1;
        loop {
            match Self::try_start(installation, account) {
                // Someone took the port between our choice and the server's start.
                Err(error) if attempt < START_ATTEMPTS_MAX && is_port_taken(&error) => attempt += 1,
                result => return result,
            }
        }
    }

    fn try_start(installation: &Installation, account: Account) -> anyhow::Result<Self> {
        let folder = Folder::create(account)?;
        data::create(installation, account, &folder)?;
        let port = free_port()?;
        data::configure(&folder, port)?;
        let log = folder.path().join("server.log");
        let into = File::create(&log).context("cannot create the log of Postgres")?;
        // Opened now: the guard of a server that fails removes the folder, log and all.
        let mut log = File::open(&log).context("cannot read the log of Postgres")?;
        let mut server = Server::spawn(installation, account, &folder, into)?;
        if let Err(error) = server.wait_until_ready(&folder.data().join("postmaster.pid")) {
            let mut text = String::new();
            log.read_to_string(&mut text)
                .context("cannot read the log of Postgres")?;
            return Err(error.context(text));
        }
        Ok(Self {
            port,
            _server: server,
            folder,
        })
    }

    /// An address that may create databases.
    pub(super) fn url(&self) -> String {
        format!("postgres://{}@127.0.0.1:{}/postgres", data::USER, self.port)
    }
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "running in {} on port {}",
            self.folder.path().display(),
            self.port
        )
    }
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr().context("no free port")?.port())
}

fn is_port_taken(error: &anyhow::Error) -> bool {
    format!("{error:#}").contains("could not bind")
}
