//! Everything that must hold before a change is taken, the quick checks first.

use std::time::Instant;

use crate::cargo::{self, FEATURES, cargo};
use crate::process;
use crate::tally::Tally;
use crate::testing::{self, Profile};

/// The version whose schema `deny.toml` is written in.
const CARGO_DENY: &str = "cargo-deny@^0.20";

pub(crate) fn run(tally: &mut Tally) -> anyhow::Result<()> {
    step("formatting", formatting)?;
    step("lints", lints)?;
    step("docs", docs)?;
    step("dependencies", dependencies)?;
    step("tests", || testing::run(Profile::Ci, &[], tally))
}

fn step(name: &str, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    println!("\n=== {name}");
    let start = Instant::now();
    let result = work();
    let outcome = if result.is_ok() { "done" } else { "FAILED" };
    println!("=== {name}: {outcome} in {} s", start.elapsed().as_secs());
    result
}

fn formatting() -> anyhow::Result<()> {
    process::run(&mut cargo(["fmt", "--all", "--check"]))
}

fn lints() -> anyhow::Result<()> {
    let mut clippy = cargo(["clippy", "--workspace", "--all-targets"]);
    process::run(clippy.args(FEATURES).args(["--", "-D", "warnings"]))
}

fn docs() -> anyhow::Result<()> {
    let mut doc = cargo(["doc", "--workspace", "--no-deps"]);
    process::run(doc.args(FEATURES).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Licences, sources, banned crates and known vulnerabilities. The last need the advisory
/// database, which a closed network cannot fetch: the rest is checked there all the same.
fn dependencies() -> anyhow::Result<()> {
    if !cargo::has("deny") {
        install_cargo_deny()?;
    }
    if process::run(&mut cargo(["deny", "fetch", "db"])).is_ok() {
        return process::run(&mut cargo(["deny", "check"]));
    }
    println!(
        "WARNING: ADVISORIES WERE NOT CHECKED: the advisory database cannot be fetched from here"
    );
    process::run(&mut cargo(["deny", "check", "bans", "licenses", "sources"]))
}

/// Unoptimised: it runs once for a second, and building it is what takes the time.
fn install_cargo_deny() -> anyhow::Result<()> {
    process::run(&mut cargo(["install", "--locked", "--debug", CARGO_DENY]))
}
