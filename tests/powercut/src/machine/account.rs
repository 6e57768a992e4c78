//! Postgres does not run as root: root runs it as somebody who may do little.

use anyhow::{Context as _, bail};
use nix::unistd::{Gid, Uid, User, chown};
use std::path::Path;
use std::process::Command;

/// Whom a database runs as.
#[derive(Clone, Copy)]
pub(super) enum Account {
    Ourselves,
    Other { uid: Uid, gid: Gid },
}

impl Account {
    pub(super) fn unprivileged() -> anyhow::Result<Self> {
        if !Uid::effective().is_root() {
            return Ok(Self::Ourselves);
        }
        for name in ["postgres", "nobody"] {
            if let Some(User { uid, gid, .. }) = User::from_name(name)? {
                return Ok(Self::Other { uid, gid });
            }
        }
        bail!("Postgres does not run as root, and there is neither a user postgres nor nobody")
    }

    /// A program that this account runs, in no folder in particular, in English, without the settings of who calls us.
    #[expect(clippy::disallowed_methods, reason = "to keep them away from it")]
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        command.current_dir("/").env("LC_ALL", "C");
        if let Self::Other { uid, gid } = self {
            use std::os::unix::process::CommandExt as _;
            command.uid(uid.as_raw()).gid(gid.as_raw());
        }
        command
    }

    /// Hands a folder over.
    pub(super) fn own(self, folder: &Path) -> anyhow::Result<()> {
        let Self::Other { uid, gid } = self else {
            return Ok(());
        };
        chown(folder, Some(uid), Some(gid))
            .with_context(|| format!("cannot hand over {}", folder.display()))
    }
}
