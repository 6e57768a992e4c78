//! A place where the program runs: a folder, and a database of either kind, both gone afterwards.

use crate::database::Database;
use crate::disk;
use crate::report;
use crate::server::Server;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const SECRET: &str = "a benchmark's secret, which guards nothing";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    Postgres,
    Sqlite,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "Postgres",
            Self::Sqlite => "SQLite",
        })
    }
}

pub(crate) struct Deployment {
    pub(crate) kind: Kind,
    folder: TempDir,
    database: Option<Database>,
}

impl Deployment {
    pub(crate) fn create(kind: Kind, purpose: &str) -> anyhow::Result<Self> {
        std::fs::create_dir_all(report::folder())?;
        // Beside the results and not in `/tmp`, which is more often in memory.
        let folder = TempDir::with_prefix_in(".running-", report::folder())?;
        let database = match kind {
            Kind::Postgres => Some(Database::create(purpose)?),
            Kind::Sqlite => None,
        };
        match &database {
            Some(database) => disk::postgres_must_be_durable(database.url())?,
            None => disk::must_be_durable(folder.path())?,
        }
        Ok(Self {
            kind,
            folder,
            database,
        })
    }

    pub(crate) fn url(&self) -> String {
        match &self.database {
            Some(database) => database.url().to_owned(),
            None => format!("sqlite:{}", self.file("ludger.db").display()),
        }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Serves, with all settings as they are by default but for the ports.
    pub(crate) fn serve(&self) -> anyhow::Result<Server> {
        let mut command = self.command()?;
        command.env("LUDGER_LISTEN", "127.0.0.1:0");
        // A few clients stand for many: they are counted as anybody is, and never too many.
        for class in ["AUTH", "READ", "WRITE"] {
            command.env(format!("LUDGER_RATE_{class}_PER_MIN"), "100000000");
        }
        command.env("LUDGER_TRUSTED_PROXIES", "127.0.0.1");
        command.env("LUDGER_METRICS_LISTEN", "127.0.0.1:0");
        Server::start(command, &self.file("server.log"))
    }

    /// The books fit: what was measured has happened.
    pub(crate) fn verify(&self) -> anyhow::Result<()> {
        let mut command = self.command()?;
        let output = command.args(["ledger", "verify"]).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        anyhow::ensure!(output.status.success(), "the books do not fit: {said}");
        Ok(())
    }

    fn command(&self) -> anyhow::Result<Command> {
        let mut command = Command::new(program()?);
        let own = std::env::vars_os().filter(|(name, _)| {
            name.to_str()
                .is_some_and(|name| name.starts_with("LUDGER_"))
        });
        for (name, _) in own {
            command.env_remove(name);
        }
        command
            .current_dir(self.folder.path())
            .env("LUDGER_DATABASE_URL", self.url())
            .env("LUDGER_SECRET", SECRET);
        Ok(command)
    }
}

/// The program lies beside this one: both were built in one go, in one profile.
pub(crate) fn program() -> anyhow::Result<PathBuf> {
    let ourselves = std::env::current_exe()?;
    let program = ourselves.with_file_name("ludger");
    anyhow::ensure!(
        Path::is_file(&program),
        "{} is not there: run `cargo xtask bench`, which builds it",
        program.display()
    );
    Ok(program)
}
