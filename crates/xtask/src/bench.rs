//! Benchmarks: built as they are shipped, run with a Postgres of their own, whose durability is that of any other.

use std::ffi::OsString;
use std::process::Command;

use clap::Args;

use crate::cargo::{self, cargo};
use crate::{postgres, process};

#[derive(Args)]
pub(crate) struct Benchmark {
    /// `store`, `http`, `growth`, `boards`, `start`, `overload`, `profile` or `fold`
    name: String,
    /// The Cargo profile to build with; `profiling` keeps the names of functions
    #[arg(long, default_value = "release")]
    profile: String,
    /// Arguments for the benchmark; `--help` tells them
    #[arg(last = true)]
    arguments: Vec<OsString>,
}

/// Builds it, starts what it needs, runs it. Its figures are in `target/bench` afterwards.
pub(crate) fn run(benchmark: &Benchmark) -> anyhow::Result<()> {
    let Benchmark {
        name,
        profile,
        arguments,
    } = benchmark;
    // The domain alone needs neither a server nor a database.
    if name == "fold" {
        let mut fold = cargo(["bench", "--package", "ludger-bench", "--bench", "fold"]);
        return process::run(fold.arg("--").args(arguments));
    }
    // In one go, so that both are built with the same features.
    let mut build = cargo(["build", "--package", "ludger", "--package", "ludger-bench"]);
    process::run(build.args(["--profile", profile]))?;
    let program = cargo::target()?.join(profile).join("ludger-bench");
    postgres::with_database(|url| {
        let mut command = Command::new(&program);
        command.arg(name).args(arguments);
        process::run_in_foreground(command.env(postgres::URL_VARIABLE, url))
    })
}
