//! A throw-away cluster: its own folder, port and server, all gone when it goes out of scope.
//!
//! A guard, a few lines of shell, is the server's parent and reads a pipe that only we hold open.
//! When the pipe closes the guard stops the server and removes the folder; that is how [`Drop`]
//! stops it, and it works as well when we are killed and nothing of ours can run.

use std::fs::{self, File};
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fmt, thread};

use anyhow::{Context as _, bail};

use super::account::Account;
use super::folder::Folder;
use super::installation::Installation;
use crate::signals;

const GUARD: &str = include_str!("guard.sh");
const USER: &str = "postgres";
const CONNECTIONS_MAX: u16 = 200;
const START_ATTEMPTS_MAX: u32 = 3;
const START_SECONDS_MAX: u64 = 60;

/// Whoever is on this machine may connect, and nobody else: there is nothing in it but tests.
const WHO_MAY_CONNECT: &str = "local all all trust\nhost all all 127.0.0.1/32 trust\n";

pub(super) struct Cluster {
    // The order matters: first the server stops, then its folder goes.
    server: Server,
    folder: Folder,
}

/// The guard of a server.
struct Server {
    guard: Child,
    port: u16,
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
        create(installation, account, &folder)?;
        let port = free_port()?;
        configure(&folder, port)?;
        let log = folder.path().join("server.log");
        let into = File::create(&log).context("cannot create the log of Postgres")?;
        // Opened now: the guard of a server that fails removes the folder, log and all.
        let mut log = File::open(&log).context("cannot read the log of Postgres")?;
        let mut server = Server::spawn(installation, account, &folder, into, port)?;
        if let Err(error) = server.wait_until_ready(&folder.data().join("postmaster.pid")) {
            let mut text = String::new();
            log.read_to_string(&mut text)
                .context("cannot read the log of Postgres")?;
            return Err(error.context(text));
        }
        Ok(Self { server, folder })
    }

    /// An address that may create databases.
    pub(super) fn url(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/postgres", self.server.port)
    }
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "running in {} on port {}",
            self.folder.path().display(),
            self.server.port
        )
    }
}

impl Server {
    fn spawn(
        installation: &Installation,
        account: Account,
        folder: &Folder,
        log: File,
        port: u16,
    ) -> anyhow::Result<Self> {
        let errors = log
            .try_clone()
            .context("cannot share the log of Postgres")?;
        let mut guard = without_settings(account.command("/bin/sh"));
        guard.args(["-c", GUARD]).arg(folder.path());
        guard
            .arg(installation.program("postgres"))
            .arg("-D")
            .arg(folder.data());
        // A group of its own, so that Ctrl-C in a terminal leaves the server to us.
        guard
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(log)
            .stderr(errors);
        let guard = guard.spawn().context("cannot run /bin/sh")?;
        Ok(Self { guard, port })
    }

    /// Reads the state file as `pg_ctl` does: its eighth line becomes `ready`.
    fn wait_until_ready(&mut self, state: &Path) -> anyhow::Result<()> {
        let deadline = Instant::now() + Duration::from_secs(START_SECONDS_MAX);
        while Instant::now() < deadline && !signals::interrupted() {
            let lines = fs::read_to_string(state).unwrap_or_default();
            if lines
                .lines()
                .nth(7)
                .is_some_and(|line| line.trim() == "ready")
            {
                return Ok(());
            }
            if let Some(status) = self.guard.try_wait().context("lost Postgres")? {
                bail!("Postgres does not start ({status})");
            }
            thread::sleep(Duration::from_millis(20));
        }
        bail!("Postgres was not ready in time")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        if let Err(error) = self.guard.wait() {
            eprintln!("cannot wait for Postgres to stop: {error}");
        }
    }
}

fn create(installation: &Installation, account: Account, folder: &Folder) -> anyhow::Result<()> {
    let mut initdb = without_settings(account.command(installation.program("initdb")));
    // `--no-sync` is about these files alone: the server itself syncs as it does by default.
    initdb.args([
        "--no-sync",
        "--no-locale",
        "--encoding=UTF8",
        "--auth=trust",
    ]);
    initdb
        .arg(format!("--username={USER}"))
        .arg("--pgdata")
        .arg(folder.data());
    let output = initdb
        .stdin(Stdio::null())
        .output()
        .context("cannot run initdb")?;
    if !output.status.success() {
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// `fsync`, `full_page_writes` and `synchronous_commit` stay on: the tests are about durability.
fn configure(folder: &Folder, port: u16) -> anyhow::Result<()> {
    let data = folder.data();
    let sockets = folder.path().display();
    let settings = format!(
        "listen_addresses = '127.0.0.1'\n\
         port = {port}\n\
         unix_socket_directories = '{sockets}'\n\
         max_connections = {CONNECTIONS_MAX}\n"
    );
    fs::write(data.join("postgresql.auto.conf"), settings)
        .and_then(|()| fs::write(data.join("pg_hba.conf"), WHO_MAY_CONNECT))
        .context("cannot configure Postgres")
}

fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr().context("no free port")?.port())
}

fn is_port_taken(error: &anyhow::Error) -> bool {
    format!("{error:#}").contains("could not bind")
}

/// Leaves out the caller's own settings for Postgres, and asks for messages in English.
fn without_settings(mut command: Command) -> Command {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C");
    command
}
