//! How fast Ludger is. Every figure stands beside its baseline, measured in the same run on the same machine: figures of
//! two runs do not compare, ratios within one do.
//!
//! `cargo xtask bench <name>` builds all that is needed, starts a Postgres and runs one of these.
#![expect(clippy::print_stdout, reason = "a command line tool talks on stdout")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "figures that people read, of counts that stay far below what a double holds"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "it measures time, reads the environment, and has no ports"
)]

mod boards;
mod chance;
mod costs;
mod database;
mod deployment;
mod disk;
mod enumeration;
mod growth;
mod http;
mod load;
mod machine;
mod overload;
mod passwords;
mod people;
mod pgbench;
mod processes;
mod profile;
mod report;
mod rounds;
mod server;
mod start;
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
    /// The whole program over HTTP: P4 and P6
    Http(http::Options),
    /// A large ledger beside a small one: P7
    Growth(growth::Options),
    /// Leaderboards with a million players
    Boards(boards::Options),
    /// Three times as many requests as the server can answer
    Overload(overload::Options),
    /// Whether answers tell by their time if an address has an account
    Enumeration(enumeration::Options),
    /// Passwords hashed at full rate beside other routes: P10
    Passwords(passwords::Options),
    /// From start to ready, memory, size: P9
    Start(start::Options),
    /// A flame graph of the server under transfers
    Profile(profile::Options),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().benchmark {
        Benchmark::Store(options) => store::run(&options),
        Benchmark::Http(options) => http::run(&options),
        Benchmark::Growth(options) => growth::run(&options),
        Benchmark::Boards(options) => boards::run(&options),
        Benchmark::Overload(options) => overload::run(&options),
        Benchmark::Enumeration(options) => enumeration::run(&options),
        Benchmark::Passwords(options) => passwords::run(&options),
        Benchmark::Start(options) => start::run(&options),
        Benchmark::Profile(options) => profile::run(&options),
    }
}
