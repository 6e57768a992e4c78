//! Repository chores, in Rust so that they need no other tool and run alike everywhere.
//!
//! - `cargo xtask test` sets up and runs all tests, Postgres included;
//! - `cargo xtask postgres -- <command>` runs any command with a throw-away Postgres;
//! - `cargo xtask bench <name>` builds and runs a benchmark;
//! - `cargo xtask sabotages` breaks the program on purpose, for the tests to find;
//! - `cargo xtask ci` runs everything that must hold before a change is taken.
#![expect(clippy::print_stdout, reason = "a command line tool talks on stdout")]
#![expect(
    clippy::disallowed_methods,
    reason = "the outermost edge: it reads the environment and the clock itself, and has no ports"
)]

mod bench;
mod cargo;
mod checks;
mod postgres;
mod process;
mod sabotages;
mod signals;
mod stopped;
mod tally;
mod testing;

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::stopped::Stopped;
use crate::tally::Tally;
use crate::testing::Profile;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Repository chores")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Set up and run all tests, with a Postgres of their own
    Test {
        /// Arguments for the test runner, such as `-p ludger-domain` or a filter; they leave out the doc examples
        #[arg(last = true)]
        runner: Vec<OsString>,
    },
    /// Run a command with a Postgres of its own, its address in `LUDGER_TEST_DATABASE_URL`
    Postgres {
        #[arg(last = true, required = true)]
        command: Vec<OsString>,
    },
    /// Run a benchmark, with a Postgres of its own
    Bench(bench::Benchmark),
    /// Break the program on purpose, and see that the torture program finds each break
    Sabotages(sabotages::Sabotages),
    /// Formatting, lints, docs, dependencies, then all tests
    Ci,
}

fn main() -> ExitCode {
    match signals::listen().and_then(|()| run(Arguments::parse().chore)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A failed command has said why itself, and the tests' summary is to be the last line.
            let code = error.downcast_ref::<Stopped>().map(Stopped::code);
            if code.is_none() {
                eprintln!("error: {error:#}");
            }
            ExitCode::from(code.unwrap_or(1))
        }
    }
}

fn run(chore: Chore) -> anyhow::Result<()> {
    match chore {
        Chore::Test { runner } => summed_up(|tally| testing::run(Profile::Default, &runner, tally)),
        Chore::Ci => summed_up(checks::run),
        Chore::Bench(benchmark) => bench::run(&benchmark),
        Chore::Sabotages(sabotages) => sabotages::run(&sabotages),
        Chore::Postgres { command } => postgres::with_database(|url| {
            let (program, arguments) = command.split_first().context("no command")?;
            let mut command = Command::new(program);
            command.args(arguments).env(postgres::URL_VARIABLE, url);
            process::run_in_foreground(&mut command)
        }),
    }
}

/// Ends with the tests' numbers, whatever their outcome.
fn summed_up(work: impl FnOnce(&mut Tally) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut tally = Tally::default();
    let result = work(&mut tally);
    println!("{tally}");
    result
}
