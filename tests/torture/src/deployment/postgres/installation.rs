//! Where the programs of Postgres are.

use anyhow::Context as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Debian's and its relatives' folder, with one for each version in it, off the PATH.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb` and `postgres` in it: what `pg_config` tells, or the newest of Debian's.
pub(super) fn find() -> anyhow::Result<PathBuf> {
    let told = Command::new("pg_config").arg("--bindir").output();
    let told = told.ok().filter(|output| output.status.success());
    let told = told.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    told.filter(|folder| is_complete(folder))
        .or_else(newest_of_debian)
        .context("no Postgres is installed: its programs `initdb` and `postgres` are needed")
}

fn newest_of_debian() -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN).ok()?.flatten();
    let with_programs = versions.filter_map(|version| {
        let number: u32 = version.file_name().to_str()?.parse().ok()?;
        Some((number, version.path().join("bin"))).filter(|(_, folder)| is_complete(folder))
    });
    with_programs.max().map(|(_, folder)| folder)
}

/// Clients are often installed without the server.
fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres"]
        .iter()
        .all(|name| folder.join(name).is_file())
}
