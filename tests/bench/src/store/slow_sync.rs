//! A disk whose sync takes a millisecond longer, simulated: this program runs again with a library in front of the C
//! library's, whose `fsync` and `fdatasync` sleep before they sync.

use anyhow::{Context as _, ensure};
use std::process::Command;
use std::{env, fs};

const SOURCE: &str = include_str!("slow_sync.c");
const ROUND: &str = "LUDGER_BENCH_SLOW_ROUND";

/// Whether this is the program that runs again.
pub(super) fn is_on() -> bool {
    env::var_os(ROUND).is_some()
}

/// What it prints, being asked to do the same again.
pub(super) fn run_again() -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let (source, library) = (
        folder.path().join("slow_sync.c"),
        folder.path().join("slow_sync.so"),
    );
    fs::write(&source, SOURCE)?;
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O2", "-o"])
        .args([&library, &source])
        .status()
        .context("cannot run the C compiler")?;
    ensure!(built.success(), "the C compiler refused the slow sync");
    let output = Command::new(env::current_exe()?)
        .args(env::args_os().skip(1))
        .env(ROUND, "1")
        .env("LD_PRELOAD", &library)
        .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
