//! The machine whose power is cut: a disk, a database on it, and the place where the program runs.

mod account;
mod postgres;
mod processes;
mod program;
mod programs;
mod tables;

use crate::disk::{Disk, Names};
use crate::empty_disk;
use crate::mount::Mounted;
use anyhow::Context as _;
use postgres::{Cluster, Postgres};
use std::fs::{File, OpenOptions, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::Command;

pub(crate) use program::Program;
pub(crate) use tables::Tables;

/// The database that is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// What a machine is made of.
pub(crate) struct Make<'a> {
    pub(crate) kind: Kind,
    pub(crate) names: Names,
    pub(crate) sync_time: Duration,
    /// Settings of Postgres (`fsync=off`).
    pub(crate) settings: &'a [String],
}

/// What is the same before and after a power cut, the disk left out.
pub(crate) struct Machine {
    sync_time: Duration,
    cluster: Option<Cluster>,
    folder: TempDir,
}

/// A machine that is switched on. When it goes out of scope it is shut down as people do it.
pub(crate) struct Running<'a> {
    machine: &'a Machine,
    // Before the disk, which it uses.
    postgres: Option<Postgres>,
    mounted: Mounted,
}

/// Lines of the log that say why it ended.
const LAST_WORDS_MAX: usize = 12;
/// The database in Postgres.
const DATABASE: &str = "ludger";
/// On Postgres the secret is not kept on the disk.
const SECRET: &str = "the secret of a machine whose power is cut";

impl Machine {
    /// A machine with an empty database, and its disk.
    pub(crate) async fn new(make: &Make<'_>) -> anyhow::Result<(Self, Disk)> {
        // Root's own temporary folder may be closed to who runs Postgres.
        let folder = tempfile::Builder::new()
            .prefix("ludger-powercut-")
            .tempdir_in("/tmp")?;
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        let mut machine = Self {
            sync_time: make.sync_time,
            cluster: None,
            folder,
        };
        std::fs::create_dir(machine.disk())?;
        let mut disk = empty_disk(make.names);
        if make.kind == Kind::Postgres {
            // A disk that syncs at once: nothing is cut yet.
            let mounted = Mounted::new(disk, &machine.disk(), Duration::ZERO)?;
            let data = machine.disk().join("postgres");
            let cluster = Cluster::create(&data, &machine.log("postgres"), make.settings)?;
            let mut postgres = cluster.start()?;
            cluster.until_ready(&mut postgres).await?;
            cluster.create_database(DATABASE)?;
            drop(postgres);
            machine.cluster = Some(cluster);
            disk = mounted.cut()?;
            mounted.unmount()?;
        }
        Ok((machine, disk))
    }

    /// Switches it on; its database has yet to start.
    pub(crate) fn switch_on(&self, disk: Disk) -> anyhow::Result<Running<'_>> {
        let mounted = Mounted::new(disk, &self.disk(), self.sync_time)?;
        Ok(Running {
            machine: self,
            postgres: None,
            mounted,
        })
    }

    /// The program with arguments, as it is started here. What it logs in all its lives goes to one file.
    #[expect(
        clippy::disallowed_methods,
        reason = "to keep settings of ours away from it"
    )]
    pub(crate) fn command(&self, server: &Path, arguments: &[&str]) -> anyhow::Result<Command> {
        let mut command = Command::new(server);
        let kept = |name: &str| !name.starts_with("LUDGER_") || name == "LUDGER_SABOTAGE";
        for (name, _) in std::env::vars_os() {
            if !kept(&name.to_string_lossy()) {
                command.env_remove(name);
            }
        }
        command
            .current_dir(self.folder.path())
            .env("LUDGER_DATA_DIR", self.disk().join("data"));
        command
            .env("LUDGER_LISTEN", "127.0.0.1:0")
            .env("LUDGER_METRICS_LISTEN", "off");
        // The cheapest hash that is allowed: these passwords guard nothing.
        command.env("LUDGER_BCRYPT_COST", "10");
        // A few clients stand for many.
        for class in ["AUTH", "READ", "WRITE"] {
            command.env(format!("LUDGER_RATE_{class}_PER_MIN"), "0");
        }
        if self.cluster.is_some() {
            command
                .env("LUDGER_DATABASE_URL", self.database_url())
                .env("LUDGER_SECRET", SECRET);
        }
        command
            .args(arguments)
            .stderr(append_to(&self.log("program"))?);
        Ok(command)
    }

    /// Where the database is.
    pub(crate) fn database_url(&self) -> String {
        match &self.cluster {
            Some(cluster) => cluster.url(DATABASE),
            None => format!("sqlite:{}", self.disk().join("data/ludger.db").display()),
        }
    }

    /// What the program has logged in all its lives.
    pub(crate) fn program_log(&self) -> anyhow::Result<String> {
        let bytes = std::fs::read(self.log("program")).context("the program's log")?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn last_words(&self) -> String {
        let log = self.program_log().unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        let first = lines.len().saturating_sub(LAST_WORDS_MAX);
        lines.get(first..).unwrap_or_default().join("\n")
    }

    fn disk(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    fn log(&self, of: &str) -> PathBuf {
        self.folder.path().join(format!("{of}.log"))
    }
}

impl Running<'_> {
    /// Starts the database, which recovers.
    pub(crate) async fn start_database(&mut self) -> anyhow::Result<()> {
        let Some(cluster) = &self.machine.cluster else {
            return Ok(());
        };
        let postgres = self.postgres.insert(cluster.start()?);
        cluster.until_ready(postgres).await
    }

    pub(crate) async fn start_program(&self, server: &Path) -> anyhow::Result<Program> {
        let program = Program::start(self.machine.command(server, &[])?).await;
        program.with_context(|| format!("its last words: {}", self.machine.last_words()))
    }

    /// The program's own look at its books.
    pub(crate) async fn verify(&self, server: &Path) -> anyhow::Result<()> {
        let command = self.machine.command(server, &["ledger", "verify"])?;
        program::run(command).await.context("ledger verify")
    }

    /// The tables as they are now, while the program does not run.
    pub(crate) fn tables(&self) -> anyhow::Result<Tables> {
        let Some(cluster) = &self.machine.cluster else {
            return Tables::of_sqlite(&self.mounted, self.machine.folder.path());
        };
        Tables::of_postgres(&cluster.url(DATABASE))
    }

    /// Lets the disk lie about what it syncs, until its power is cut.
    pub(crate) fn lie(&self) -> anyhow::Result<()> {
        self.mounted.lie()
    }

    /// Cuts the power. All that runs learns of it by errors, until it is told by [`Self::fall_silent`].
    pub(crate) fn cut(&self) -> anyhow::Result<Disk> {
        self.mounted.cut()
    }

    /// Ends what runs on a machine without power. The program, if it was started, is gone already.
    pub(crate) fn fall_silent(self) -> anyhow::Result<()> {
        if let Some(postgres) = self.postgres {
            postgres.kill()?;
        }
        self.mounted.unmount()
    }
}

fn append_to(path: &Path) -> anyhow::Result<File> {
    Ok(OpenOptions::new().create(true).append(true).open(path)?)
}
