//! The programs that are broken, and those that look for it.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::Context as _;

use super::{Finder, HONEST, Sabotage, WRAPPING};
use crate::cargo::{self, cargo};
use crate::process;

/// The exit code of the torture program and of the power cuts when they have found something.
const FOUND: i32 = 1;

pub(super) struct Programs {
    /// What can be broken at its start.
    server: PathBuf,
    /// Whose sums wrap.
    wrapping: PathBuf,
    torture: PathBuf,
    powercut: PathBuf,
    /// Where the finders leave what they say, and what they found.
    folder: PathBuf,
}

/// How an attempt ended.
#[derive(Clone, Copy)]
pub(super) enum Ended {
    Found,
    /// Whoever looked for it says that all is well, or could not look.
    Missed(ExitStatus),
}

impl Ended {
    pub(super) const fn is_found(self) -> bool {
        matches!(self, Self::Found)
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found => f.write_str("found"),
            Self::Missed(status) => write!(f, "MISSED ({status})"),
        }
    }
}

impl Programs {
    /// The broken programs lie in a folder of their own, so that nobody takes them for the honest one.
    pub(super) fn build() -> anyhow::Result<Self> {
        let honest = cargo::target()?;
        let folder = honest.join("sabotage");
        let wrapping = folder.join("wrapping");
        build_server(&folder, "sabotage,ludger-domain/sabotage")?;
        fs::copy(server(&folder), &wrapping).context("cannot copy the program whose sums wrap")?;
        build_server(&folder, "sabotage")?;
        process::run(&mut cargo([
            "build",
            "--package",
            "ludger-torture",
            "--package",
            "ludger-powercut",
        ]))?;
        Ok(Self {
            server: server(&folder),
            wrapping,
            torture: honest.join("debug/ludger-torture"),
            powercut: honest.join("debug/ludger-powercut"),
            folder,
        })
    }

    /// Lets it look once. What it says is in the folder then, as is what it found at last.
    pub(super) fn look_for(
        &self,
        sabotage: &Sabotage,
        seed: u64,
        lasting: &str,
    ) -> anyhow::Result<Ended> {
        let Sabotage { name, finder } = *sabotage;
        let mut command = match finder {
            Finder::Torture { faults } => {
                let mut torture = self.finder(&self.torture, name, "postgres", seed);
                torture.args(["--for", lasting, "--only", faults]);
                torture
            }
            Finder::Powercut => {
                let mut powercut = self.finder(&self.powercut, name, "sqlite", seed);
                powercut.args(["--cuts", "5", "--first-starts", "0", "--names", "journal"]);
                powercut
            }
            Finder::Domain => {
                // Tests that cannot be built find nothing.
                process::run(domain_tests().arg("--no-run"))?;
                domain_tests()
            }
        };
        let kept = self.empty("found")?;
        let log = format!("{name} by {}, {seed}.log", finder.name());
        let log = File::create(self.folder.join(log))?;
        command.stdout(log.try_clone()?).stderr(log);
        let status = process::status_of(command.env("TMPDIR", kept))?;
        let is_found = match finder {
            Finder::Domain => !status.success(),
            Finder::Torture { .. } | Finder::Powercut => status.code() == Some(FOUND),
        };
        Ok(if is_found {
            Ended::Found
        } else {
            Ended::Missed(status)
        })
    }

    fn finder(&self, program: &Path, name: &str, database: &str, seed: u64) -> Command {
        let mut command = Command::new(program);
        let server = match name {
            WRAPPING => &self.wrapping,
            _ => &self.server,
        };
        if ![HONEST, WRAPPING].contains(&name) {
            command.env("LUDGER_SABOTAGE", name);
        }
        command.arg("--server").arg(server);
        command.args(["--database", database, "--seed", &seed.to_string()]);
        command
    }

    /// A folder in which nothing is.
    fn empty(&self, name: &str) -> anyhow::Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir(&folder)?;
        Ok(folder)
    }
}

fn build_server(folder: &Path, features: &str) -> anyhow::Result<()> {
    let mut build = cargo(["build", "--package", "ludger", "--features", features]);
    process::run(build.arg("--target-dir").arg(folder))
}

fn server(folder: &Path) -> PathBuf {
    folder.join("debug/ludger")
}

fn domain_tests() -> Command {
    let mut tests = cargo(["test", "--lib", "--package", "ludger-domain"]);
    tests.args(["--features", "sabotage"]);
    tests
}
