//! The temporary folder of one cluster, named after the process that made it.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use anyhow::Context as _;

use super::account::Account;

pub(super) const PREFIX: &str = "ludger-postgres-";

/// Removed when it goes out of scope.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn create(account: Account) -> anyhow::Result<Self> {
        let path = parent(account).join(format!("{PREFIX}{}", process::id()));
        // Not `create_dir_all`: it must be new, or it is someone else's.
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("cannot create {}", path.display()))?;
        let folder = Self(path);
        account.own(&folder.0)?;
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

/// Root's own temporary folder is often closed to others.
pub(super) fn parent(account: Account) -> PathBuf {
    match account {
        Account::Ourselves => env::temp_dir(),
        Account::Other { .. } => PathBuf::from("/tmp"),
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0)
            && self.0.exists()
        {
            eprintln!("cannot remove {}: {error}", self.0.display());
        }
    }
}
