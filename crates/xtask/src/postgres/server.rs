//! A running server, and the guard that ends it.
//!
//! The guard, a few lines of shell, is the server's parent and reads a pipe that only we hold open.
//! When the pipe closes the guard stops the server and removes the folder; that is how [`Drop`]
//! stops it, and it works as well when we are killed and nothing of ours can run.

use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::account::Account;
use super::data;
use super::folder::Folder;
use super::installation::Installation;
use crate::signals;
use crate::stopped::Stopped;

const GUARD: &str = include_str!("guard.sh");
const START_SECONDS_MAX: u64 = 60;

pub(super) struct Server {
    guard: Child,
}

impl Server {
    pub(super) fn spawn(
        installation: &Installation,
        account: Account,
        folder: &Folder,
        log: File,
    ) -> anyhow::Result<Self> {
        let errors = log
            .try_clone()
            .context("cannot share the log of Postgres")?;
        let mut guard = data::without_settings(account.command("/bin/sh"));
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
        Ok(Self { guard })
    }

    /// Reads the state file as `pg_ctl` does: its eighth line becomes `ready`.
    pub(super) fn wait_until_ready(&mut self, state: &Path) -> anyhow::Result<()> {
        let deadline = Instant::now() + Duration::from_secs(START_SECONDS_MAX);
        while Instant::now() < deadline {
            if signals::interrupted() {
                return Err(Stopped::INTERRUPTED.into());
            }
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
