//! Cargo commands, as the continuous integration and the tests use them.

use std::env;
use std::io::{IsTerminal as _, stderr};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Context as _;

/// The features that everything is checked and tested with.
///
/// Not `--all-features`: TLS to Postgres needs the headers of OpenSSL.
pub(crate) const FEATURES: &[&str] = &["--features", "ludger-ports/mock,ludger-ports/contract"];

/// The Cargo that runs us, at the root of the workspace.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    // The test runner writes into a pipe of ours, and so cannot see that a person reads it.
    if stderr().is_terminal() && env::var_os("CARGO_TERM_COLOR").is_none() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command
}

/// Whether `cargo <subcommand>` is installed here.
pub(crate) fn has(subcommand: &str) -> bool {
    let mut command = cargo([subcommand, "--version"]);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The folder that this program was built into, as were others.
pub(crate) fn target() -> anyhow::Result<PathBuf> {
    let ourselves = env::current_exe().context("cannot find out where this program lies")?;
    let target = ourselves.ancestors().nth(2).map(PathBuf::from);
    target.context("this program does not lie in a target folder")
}
