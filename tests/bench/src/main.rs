//! How fast Ludger is. Every figure stands beside its baseline, measured in the same run on the same machine: figures of
//! two runs do not compare, ratios within one do.
//!
//! `cargo xtask bench <name>` builds all that is needed, starts a Postgres and runs one of these.
#![expect(clippy::print_stdout, reason = "a command line tool talks on stdout")]
#![expect(
    clippy::disallowed_methods,
    reason = "it measures time, reads the environment, and has no ports"
)]

mod machine;
mod report;
mod store;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "ludger-bench", about = "How fast Ludger is")]
struct Arguments {
    #[command(subcommand)]
    benchmark: Benchmark,
}

#[derive(Subcommand)]
enum Benchmark {
    /// The door without HTTP: P1, P2, P8 on Postgres and P3 on SQLite
    Store(store::Options),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().benchmark {
        Benchmark::Store(options) => store::run(&options),
    }
}
