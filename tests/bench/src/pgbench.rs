//! The baseline: Postgres' own load generator, one database transaction per transfer.
//!
//! It is what a ledger without group commit could do at best: prepared statements, no HTTP, no tokens, no keys, and a
//! client that costs next to nothing.

use anyhow::{Context as _, bail};
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

const SCHEMA: &str = include_str!("../pgbench/schema.sql");
const TRANSFER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pgbench/transfer.sql");

/// Whose money moves.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Script {
    /// From any of 1,000 accounts to any other.
    Random,
    /// From one account to any other.
    Hot,
}

/// Transfers per second, on fresh tables in the schema `baseline` of the database at `url`.
pub(crate) fn rate(url: &str, script: Script, clients: u32, seconds: u32) -> anyhow::Result<f64> {
    PgConnection::establish(url)?
        .batch_execute(SCHEMA)
        .context("cannot make the baseline's tables")?;
    let hot = match script {
        Script::Random => "hot=0",
        Script::Hot => "hot=1",
    };
    let output = Command::new(program()?)
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
        .args(["--define", hot, "--file", TRANSFER])
        .args(["--client", &clients.to_string()])
        .args(["--time", &seconds.to_string()])
        .arg(url)
        .output()
        .context("cannot run pgbench")?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        bail!("pgbench: {}", String::from_utf8_lossy(&output.stderr));
    }
    said.lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok())
        .with_context(|| format!("pgbench tells no rate: {said}"))
}

/// The better of the rates with 16 and with 64 clients: more of them wait for each other, fewer leave Postgres idle.
pub(crate) fn better_rate(url: &str, script: Script, seconds: u32) -> anyhow::Result<f64> {
    let few = rate(url, script, 16, seconds)?;
    Ok(rate(url, script, 64, seconds)?.max(few))
}

fn program() -> anyhow::Result<PathBuf> {
    let on_path = env::var_os("PATH").unwrap_or_default();
    let configured = Command::new("pg_config").arg("--bindir").output().ok();
    let configured = configured.map(|output| String::from_utf8_lossy(&output.stdout).trim().into());
    env::split_paths(&on_path)
        .chain(configured)
        .chain(versions())
        .map(|folder: PathBuf| folder.join("pgbench"))
        .find(|program| program.is_file())
        .context(
            "pgbench was not found; it comes with Postgres (Debian: `apt-get install postgresql`)",
        )
}

/// Where Debian puts Postgres without touching the PATH, the newest first.
fn versions() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir("/usr/lib/postgresql") else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path(),
            ))
        })
        .collect();
    found.sort_unstable_by(|one, other| other.cmp(one));
    found
        .into_iter()
        .map(|(_, folder)| folder.join("bin"))
        .collect()
}
