//! A Postgres whose data is on the disk.

use super::account::Account;
use super::{processes, programs};
use anyhow::{Context as _, bail, ensure};
use diesel::{Connection as _, PgConnection, connection::SimpleConnection as _};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs::{File, OpenOptions};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// To recover and be ready. It syncs every file that it has, one by one, and other things go on here too.
const START_MAX: Duration = Duration::from_secs(180);
/// To be gone after it was told so.
const STOP_MAX: Duration = Duration::from_secs(10);

/// What is the same in all its lives.
pub(super) struct Cluster {
    programs: PathBuf,
    account: Account,
    data: PathBuf,
    log: PathBuf,
    port: u16,
    settings: Vec<String>,
}

impl Cluster {
    /// Makes an empty one; `data` is on the disk, the log is not.
    pub(super) fn create(data: &Path, log: &Path, settings: &[String]) -> anyhow::Result<Self> {
        let (programs, account) = (programs::of_postgres()?, Account::unprivileged()?);
        std::fs::create_dir(data)?;
        File::open(data.parent().unwrap_or(data))?.sync_all()?;
        account.own(data)?;
        let mut initdb = account.command(&programs.join("initdb"));
        initdb.args([
            "--no-locale",
            "--encoding=UTF8",
            "--auth=trust",
            "--username=postgres",
        ]);
        let made = initdb
            .arg("--pgdata")
            .arg(data)
            .stdin(Stdio::null())
            .output()?;
        ensure!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let (data, log) = (data.to_owned(), log.to_owned());
        Ok(Self {
            programs,
            account,
            data,
            log,
            port,
            settings: settings.to_vec(),
        })
    }

    pub(super) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    pub(super) fn start(&self) -> anyhow::Result<Postgres> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)?;
        let mut command = self.account.command(&self.programs.join("postgres"));
        command
            .arg("-D")
            .arg(&self.data)
            .args(["-c", "listen_addresses=127.0.0.1"]);
        command.args([
            "-c",
            "unix_socket_directories=",
            "-c",
            &format!("port={}", self.port),
        ]);
        // Checkpoints, and WAL files that are used again, within a short run.
        command.args(["-c", "checkpoint_timeout=30s", "-c", "max_wal_size=64MB"]);
        for setting in &self.settings {
            command.args(["-c", setting]);
        }
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        Ok(Postgres {
            child: command.spawn().context("cannot run postgres")?,
        })
    }

    /// Waits until it has recovered and takes connections.
    pub(super) async fn until_ready(&self, postgres: &mut Postgres) -> anyhow::Result<()> {
        let deadline = Instant::now() + START_MAX;
        while Instant::now() < deadline {
            if PgConnection::establish(&self.url("postgres")).is_ok() {
                return Ok(());
            }
            if let Some(status) = postgres.child.try_wait()? {
                bail!("Postgres ended ({status}): {}", self.last_words());
            }
            sleep(Duration::from_millis(20)).await;
        }
        bail!("Postgres was not ready in time: {}", self.last_words())
    }

    pub(super) fn create_database(&self, name: &str) -> anyhow::Result<()> {
        let mut connection = PgConnection::establish(&self.url("postgres"))?;
        Ok(connection.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))?)
    }

    /// The end of its log.
    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(12).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

/// One life of it; it ends with this.
pub(super) struct Postgres {
    child: Child,
}

impl Postgres {
    /// Ends all its processes at once.
    pub(super) fn kill(mut self) -> anyhow::Result<()> {
        processes::kill_with_children(self.pid()?)?;
        self.child.wait()?;
        Ok(())
    }

    fn pid(&self) -> anyhow::Result<Pid> {
        Ok(Pid::from_raw(self.child.id().try_into()?))
    }

    /// Lets it give back what it has of the system's, such as shared memory, and be gone.
    #[expect(clippy::disallowed_methods, reason = "a destructor cannot await")]
    fn quit(&mut self) -> anyhow::Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        kill(self.pid()?, Signal::SIGQUIT)?;
        let deadline = std::time::Instant::now() + STOP_MAX;
        while self.child.try_wait()?.is_none() {
            if std::time::Instant::now() > deadline {
                processes::kill_with_children(self.pid()?)?;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.quit() {
            eprintln!("cannot stop Postgres: {error}");
        }
    }
}
