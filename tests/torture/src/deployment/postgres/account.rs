//! Whom Postgres runs as: it refuses to be root, so root runs it as somebody who may do little.

use anyhow::Context as _;
use nix::unistd::{Uid, User};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

/// Accounts that may stand in for root, the best one first.
const STAND_INS: [&str; 2] = ["postgres", "nobody"];

/// Nobody else, when we are not root.
pub(super) struct Account(Option<User>);

impl Account {
    pub(super) fn unprivileged() -> anyhow::Result<Self> {
        if !Uid::effective().is_root() {
            return Ok(Self(None));
        }
        for name in STAND_INS {
            if let Some(user) = User::from_name(name).context("cannot read the accounts")? {
                return Ok(Self(Some(user)));
            }
        }
        anyhow::bail!("Postgres does not run as root, and there is no account {STAND_INS:?}")
    }

    /// A program that it runs, with no setting for Postgres from outside.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").env_clear().env("LC_ALL", "C");
        if let Self(Some(user)) = self {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        command
    }

    pub(super) fn own(&self, path: &Path) -> anyhow::Result<()> {
        match self {
            Self(None) => Ok(()),
            Self(Some(user)) => chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw()))
                .with_context(|| format!("cannot hand over {}", path.display())),
        }
    }
}
