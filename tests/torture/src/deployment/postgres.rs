//! A Postgres of our own, as durable as it is by default, which can be killed, stopped and started again.

mod account;
mod installation;
#[cfg(test)]
mod tests;

use super::guard::Guard;
use super::port::Port;
use super::process::{Frozen, LOOK_EVERY, Process, children_of, is_alive, signal_if_there};
use account::Account;
use anyhow::{Context as _, ensure};
use nix::sys::signal::Signal;
use nix::unistd::Pid;
use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// The superuser inside, whoever runs it.
const USER: &str = "postgres";
/// To be ready, which after a crash takes as long as it has log to go through.
const START_MAX: Duration = Duration::from_secs(60);
/// For the last of its processes to be gone after it was killed.
const GONE_MAX: Duration = Duration::from_secs(10);

/// A server and its data.
pub(super) struct Postgres {
    programs: PathBuf,
    account: Account,
    data: PathBuf,
    /// What every life of the server wrote.
    log: PathBuf,
    port: Port,
    guard: Arc<Guard>,
    server: Option<Process>,
}

impl Postgres {
    /// Makes its data in a new folder inside of this one. It does not run yet.
    pub(super) fn create(disk: &Path, guard: &Arc<Guard>) -> anyhow::Result<Self> {
        let postgres = Self {
            programs: installation::find()?,
            account: Account::unprivileged()?,
            data: disk.join("postgres"),
            log: guard.folder().join("postgres.log"),
            port: Port::free()?,
            guard: Arc::clone(guard),
            server: None,
        };
        fs::create_dir(&postgres.data)?;
        postgres.account.own(&postgres.data)?;
        postgres.init()?;
        postgres.configure()?;
        Ok(postgres)
    }

    fn init(&self) -> anyhow::Result<()> {
        let mut initdb = self.account.command(&self.programs.join("initdb"));
        // `--no-sync` is about these files alone; the server syncs what it writes.
        initdb.args([
            "--no-sync",
            "--no-locale",
            "--encoding=UTF8",
            "--auth=trust",
        ]);
        initdb.arg(format!("--username={USER}")).arg(&self.data);
        let output = initdb.output().context("cannot run initdb")?;
        let complaint = || String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.success(), "initdb failed: {}", complaint());
        Ok(())
    }

    /// Nothing that durability rests on is said here. Less log is kept than usual, for the small disk's sake.
    fn configure(&self) -> anyhow::Result<()> {
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = ''\nmax_wal_size = '256MB'\n",
            self.port.number()
        );
        fs::write(self.data.join("postgresql.auto.conf"), settings)
            .context("cannot configure Postgres")
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// The database as it is reached over this address.
    pub(super) fn url_over(address: SocketAddr) -> String {
        format!("postgres://{USER}@{address}/postgres")
    }

    /// Starts it, and waits until it takes connections.
    pub(super) async fn start(&mut self) -> anyhow::Result<()> {
        let mut command = self.account.command(&self.programs.join("postgres"));
        let log = File::options().create(true).append(true).open(&self.log)?;
        command.arg("-D").arg(&self.data);
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        // A group of its own, so that Ctrl-C in a terminal leaves it to us.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        // By QUIT it ends at once, and gives its shared memory back.
        let server = Process::spawn(command, Signal::SIGQUIT, &self.guard)?;
        let pid = server.pid();
        self.server = Some(server);
        let ready = async {
            while !self.is_ready(pid) {
                ensure!(
                    !self.is_over()?,
                    "Postgres does not start: {}",
                    self.last_words()
                );
                sleep(LOOK_EVERY).await;
            }
            Ok(())
        };
        timeout(START_MAX, ready)
            .await
            .context("Postgres was not ready in time")?
    }

    /// As `pg_ctl` finds it out: the file's first line is the server's number, the eighth its state.
    fn is_ready(&self, pid: Pid) -> bool {
        let file = fs::read_to_string(self.data.join("postmaster.pid")).unwrap_or_default();
        let lines: Vec<_> = file.lines().map(str::trim).collect();
        // One that was killed left its file behind.
        lines.first() == Some(&pid.to_string().as_str()) && lines.get(7) == Some(&"ready")
    }

    /// Whether it has ended, be it by itself.
    pub(super) fn is_over(&mut self) -> anyhow::Result<bool> {
        self.server
            .as_mut()
            .map_or(Ok(true), |server| Ok(server.status()?.is_some()))
    }

    /// `kill -9` of all its processes at once. Returns when they are gone, and their memory with them.
    pub(super) async fn kill(&mut self) -> anyhow::Result<()> {
        let mut server = self.server.take().context("Postgres does not run")?;
        let others = children_of(server.pid())?;
        server.signal(Signal::SIGKILL)?;
        for other in &others {
            signal_if_there(*other, Signal::SIGKILL);
        }
        server
            .ended(GONE_MAX)
            .await?
            .context("Postgres survives kill -9")?;
        let gone = async {
            while others.iter().any(|other| is_alive(*other)) {
                sleep(LOOK_EVERY).await;
            }
        };
        timeout(GONE_MAX, gone)
            .await
            .context("a process of Postgres survives kill -9")
    }

    /// Stops all its processes, until the value is dropped.
    pub(super) fn freeze(&mut self) -> anyhow::Result<Frozen> {
        self.server
            .as_mut()
            .context("Postgres does not run")?
            .freeze()
    }

    /// The end of its log.
    fn last_words(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(10)..].join("\n")
    }
}
