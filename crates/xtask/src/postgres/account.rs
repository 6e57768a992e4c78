//! Postgres refuses to run as root, so root runs it as someone who may do little.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};
use nix::unistd::{Uid, User};

/// Whom Postgres runs as.
#[derive(Clone, Copy)]
pub(super) enum Account {
    Ourselves,
    Other { uid: u32, gid: u32 },
}

impl Account {
    pub(super) fn unprivileged() -> anyhow::Result<Self> {
        if !Uid::effective().is_root() {
            return Ok(Self::Ourselves);
        }
        for name in ["postgres", "nobody"] {
            if let Some(user) = User::from_name(name).context("cannot read the system's users")? {
                return Ok(Self::Other {
                    uid: user.uid.as_raw(),
                    gid: user.gid.as_raw(),
                });
            }
        }
        bail!("Postgres does not run as root, and there is no user `postgres` or `nobody`")
    }

    pub(super) fn uid(self) -> u32 {
        match self {
            Self::Ourselves => Uid::effective().as_raw(),
            Self::Other { uid, .. } => uid,
        }
    }

    /// A command that this account runs, from a folder that every account may enter.
    pub(super) fn command(self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir("/");
        if let Self::Other { uid, gid } = self {
            // The standard library drops the supplementary groups along with root's user id.
            command.uid(uid).gid(gid);
        }
        command
    }

    pub(super) fn own(self, path: &Path) -> anyhow::Result<()> {
        match self {
            Self::Ourselves => Ok(()),
            Self::Other { uid, gid } => chown(path, Some(uid), Some(gid))
                .with_context(|| format!("cannot hand over {}", path.display())),
        }
    }
}
