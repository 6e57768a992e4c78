//! Where the programs of Postgres are.

use anyhow::Context as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The folder with `initdb` and `postgres`: on the path, or the newest where Debian puts them.
#[expect(
    clippy::disallowed_methods,
    reason = "the path is where programs are looked for"
)]
pub(super) fn of_postgres() -> anyhow::Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Postgres looks for its parts beside the real program, not beside a link to it.
    let real = |folder: PathBuf| {
        Some(
            fs::canonicalize(folder.join("postgres"))
                .ok()?
                .parent()?
                .into(),
        )
    };
    let on_path = std::env::split_paths(&path).filter_map(real);
    on_path
        .chain(packaged())
        .find(|folder: &PathBuf| {
            ["initdb", "postgres"]
                .iter()
                .all(|name| is_program(&folder.join(name)))
        })
        .context("no Postgres: neither on the path nor in /usr/lib/postgresql")
}

fn packaged() -> Vec<PathBuf> {
    let entries = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut versions: Vec<PathBuf> = entries.map(|entry| entry.path().join("bin")).collect();
    versions.sort_unstable();
    versions.reverse();
    versions
}

/// A script that wraps the program may do anything, such as change the account: not for us.
fn is_program(path: &Path) -> bool {
    let mut start = [0; 2];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start != *b"#!"
}
