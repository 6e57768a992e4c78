//! How the program is run in a deployment: with which settings, and where what it says is kept.

use super::Plan;
use anyhow::Context as _;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tokio::time::timeout;

/// For a command, which may have to read a whole ledger.
const COMMAND_MAX: Duration = Duration::from_secs(1_800);
/// By which a sabotaged build is told what to do wrong; others refuse it, as they do every setting they do not know.
const SABOTAGE: &str = "LUDGER_SABOTAGE";
const SECRET: &str = "a secret of 32 bytes and more, which guards nothing";

/// The program, and what is the same each time it is run.
#[derive(Clone)]
pub(super) struct Program {
    path: PathBuf,
    settings: Vec<(String, String)>,
    folder: PathBuf,
}

impl Program {
    pub(super) fn new(plan: Plan, folder: &Path) -> anyhow::Result<Self> {
        let path = fs::canonicalize(&plan.server)
            .with_context(|| format!("there is no program {}", plan.server.display()))?;
        Ok(Self {
            path,
            settings: plan.settings,
            folder: folder.to_owned(),
        })
    }

    /// To serve on this port, saying what it says to the files.
    pub(super) fn server(&self, database_url: &str, listen: &str) -> anyhow::Result<Command> {
        let mut command = self.command(database_url);
        command.env("LUDGER_LISTEN", listen).stdin(Stdio::null());
        command
            .stdout(appended(&self.greetings())?)
            .stderr(appended(&self.logged())?);
        // A group of its own, so that Ctrl-C in a terminal leaves it to us.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        Ok(command)
    }

    /// Runs a command of it to its end.
    pub(super) async fn run(
        &self,
        database_url: &str,
        arguments: &[&str],
    ) -> anyhow::Result<Output> {
        let mut command = tokio::process::Command::from(self.command(database_url));
        command
            .args(arguments)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        let output = timeout(COMMAND_MAX, command.output()).await;
        let output =
            output.with_context(|| format!("`ludger {}` does not end", arguments.join(" ")))?;
        output.with_context(|| format!("cannot run {}", self.path.display()))
    }

    /// What it logged, each time it served.
    pub(super) fn log(&self) -> anyhow::Result<String> {
        let log = fs::read(self.logged()).context("the program's log is lost")?;
        Ok(String::from_utf8_lossy(&log).into_owned())
    }

    /// The last lines of that.
    pub(super) fn last_words(&self) -> anyhow::Result<String> {
        let log = self.log()?;
        let lines: Vec<_> = log.lines().collect();
        Ok(lines[lines.len().saturating_sub(10)..].join("\n"))
    }

    /// Of the link to become the first admin.
    pub(super) fn setup_token(&self) -> anyhow::Result<Option<String>> {
        let said =
            fs::read_to_string(self.greetings()).context("the program's greeting is lost")?;
        let token = said
            .lines()
            .find_map(|line| line.split_once("/setup#token="));
        Ok(token.map(|(_, token)| token.trim().to_owned()))
    }

    fn command(&self, database_url: &str) -> Command {
        let mut command = Command::new(&self.path);
        for name in settings_from_outside() {
            command.env_remove(name);
        }
        command.current_dir(&self.folder);
        command.env("LUDGER_DATABASE_URL", database_url);
        command.env("LUDGER_SECRET", SECRET);
        command.env("LUDGER_METRICS_LISTEN", "off");
        // The cheapest hash that is allowed: there are faults to be had, not passwords to be kept.
        command.env("LUDGER_BCRYPT_COST", "10");
        // A few clients stand for many.
        for class in ["AUTH", "READ", "WRITE"] {
            command.env(format!("LUDGER_RATE_{class}_PER_MIN"), "0");
        }
        for (key, value) in &self.settings {
            command.env(format!("LUDGER_{}", key.to_uppercase()), value);
        }
        command
    }

    fn logged(&self) -> PathBuf {
        self.folder.join("program.log")
    }

    fn greetings(&self) -> PathBuf {
        self.folder.join("greetings.txt")
    }
}

fn appended(path: &Path) -> anyhow::Result<File> {
    let file = File::options().create(true).append(true).open(path);
    file.with_context(|| format!("cannot write {}", path.display()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "to keep it away from what is tested"
)]
fn settings_from_outside() -> impl Iterator<Item = OsString> {
    let names = std::env::vars_os().map(|(name, _)| name);
    names.filter(|name| name.to_string_lossy().starts_with("LUDGER_") && name != SABOTAGE)
}
