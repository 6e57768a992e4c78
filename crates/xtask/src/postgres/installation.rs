//! Finds the programs of Postgres.

use std::env;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use super::install;
use crate::process;

/// A folder with `initdb` and `postgres` in it.
pub(super) struct Installation {
    pub(super) folder: PathBuf,
    pub(super) version: String,
}

impl Installation {
    pub(super) fn find_or_install() -> anyhow::Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        install::install()?;
        match Self::find() {
            Some(found) => Ok(found),
            None => bail!(install::HOW_TO_INSTALL),
        }
    }

    fn find() -> Option<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let on_path = env::split_paths(&path).filter_map(|folder| real_folder(&folder));
        let configured =
            process::output_of(Command::new("pg_config").arg("--bindir")).map(PathBuf::from);
        on_path
            .chain(configured)
            .chain(usual_folders())
            .find_map(Self::check)
    }

    fn check(folder: PathBuf) -> Option<Self> {
        if !is_program(&folder.join("initdb")) || !is_program(&folder.join("postgres")) {
            return None;
        }
        let line = process::output_of(Command::new(folder.join("postgres")).arg("--version"))?;
        let version = line.trim_start_matches("postgres (PostgreSQL) ").to_owned();
        Some(Self { folder, version })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// The folder that a link on the PATH leads to: Postgres looks for its parts beside itself.
fn real_folder(folder: &Path) -> Option<PathBuf> {
    let program = fs::canonicalize(folder.join("postgres")).ok()?;
    program.parent().map(Path::to_path_buf)
}

/// A script that wraps the program may do anything, such as change the account: not for us.
fn is_program(path: &Path) -> bool {
    let mut start = [0; 2];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut start))
        .is_ok()
        && start != *b"#!"
}

/// Where packages put them without touching the PATH.
fn usual_folders() -> impl Iterator<Item = PathBuf> {
    let debian = newest_first("/usr/lib/postgresql", "");
    let red_hat = newest_first("/usr", "pgsql-");
    let homebrew = [
        "/opt/homebrew/opt",
        "/usr/local/opt",
        "/home/linuxbrew/.linuxbrew/opt",
    ];
    let homebrew = homebrew
        .into_iter()
        .flat_map(|parent| newest_first(parent, "postgresql"));
    // Alpine's, which has `/usr/libexec/postgresql16` and the like.
    let alpine = newest_first("/usr/libexec", "postgresql");
    let with_bin = debian
        .into_iter()
        .chain(red_hat)
        .chain(homebrew)
        .map(|found| found.join("bin"));
    with_bin.chain(alpine)
}

/// The folders in `parent` that begin with `prefix`, by the number in their name.
fn newest_first(parent: &str, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name
                .strip_prefix(prefix)?
                .trim_start_matches('@')
                .parse()
                .unwrap_or(0.0);
            Some((version, entry.path()))
        })
        .collect();
    found.sort_by(|(one, _), (other, _): &(f64, _)| other.total_cmp(one));
    found.into_iter().map(|(_, path)| path).collect()
}
