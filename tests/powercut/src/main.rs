//! `ludger-powercut --server PATH --database sqlite|postgres --cuts 20`: cuts the power under the program and tells what is
//! left. `ludger-powercut bare`: what databases lose by their settings, without the program.
//!
//! Exit codes: 0 nothing was lost, 1 something was, 2 inconclusive, 3 could not run, 77 skipped for want of FUSE.
#![expect(clippy::print_stdout, reason = "a command line tool talks on stdout")]

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use ludger_powercut::bare::{Loss, Setting, lose};
use ludger_powercut::disk::Names;
use ludger_powercut::machine::Kind;
use ludger_powercut::run::{Plan, Verdict, run};
use ludger_powercut::{skipped_without_fuse, writer};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

#[derive(Parser)]
#[command(
    name = "ludger-powercut",
    about = "Cuts the power under Ludger",
    args_conflicts_with_subcommands = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    round: Rounds,
}

#[derive(Subcommand)]
enum Command {
    /// What databases lose by their settings, without the program
    Bare {
        /// How long each writes before its power is cut
        #[arg(long, default_value_t = 2000)]
        time_ms: u64,
    },
    /// Writes numbers until it is stopped
    #[command(hide = true)]
    Write { url: String, setting: String },
}

#[derive(clap::Args)]
struct Rounds {
    /// The program
    #[arg(long, default_value = "target/debug/ludger")]
    server: PathBuf,
    #[arg(long, default_value = "sqlite")]
    database: Kind,
    /// Power cuts under load
    #[arg(long, default_value_t = 20)]
    cuts: u32,
    /// New machines whose power is cut while the program starts for the first time
    #[arg(long, default_value_t = 3)]
    first_starts: u32,
    /// No new round begins after this
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// When names in folders are safe
    #[arg(long, default_value = "strict")]
    names: Names,
    /// How long clients send before the power goes, at most
    #[arg(long, default_value_t = 3000)]
    load_ms: u64,
    /// What a sync takes
    #[arg(long, default_value_t = 1000)]
    sync_us: u64,
    /// Repeats the chances of another run
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Lets the disk lie about what it syncs, which has to be found
    #[arg(long)]
    lying_disk: bool,
    /// Runs Postgres with synchronous_commit=off, for a program that was sabotaged to bear it (LUDGER_SABOTAGE)
    #[arg(long = "unsafe")]
    is_unsafe: bool,
}

const SKIPPED: u8 = 77;
const COULD_NOT_RUN: u8 = 3;

fn main() -> ExitCode {
    let Arguments { command, round } = Arguments::parse();
    let done = match command {
        Some(Command::Write { url, setting }) => writer::write(&url, &setting).map(|()| 0),
        _ if skipped_without_fuse() => Ok(SKIPPED),
        Some(Command::Bare { time_ms }) => bare(Duration::from_millis(time_ms)),
        None => round.plan().and_then(|plan| cut(&plan)),
    };
    ExitCode::from(done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        COULD_NOT_RUN
    }))
}

fn cut(plan: &Plan) -> anyhow::Result<u8> {
    let report = run(plan)?;
    println!("{}", report.told(plan));
    Ok(match report.verdict() {
        Verdict::Passed => 0,
        Verdict::Violated => 1,
        Verdict::Inconclusive => 2,
    })
}

fn bare(time: Duration) -> anyhow::Result<u8> {
    let writer = std::env::current_exe()?;
    let mut code = 0;
    for kind in [Kind::Sqlite, Kind::Postgres] {
        for setting in Setting::all(kind) {
            let loss = lose(kind, setting, &writer, time)?;
            let Loss { acknowledged, lost } = loss;
            let statement = setting.statement;
            println!("{kind:?} {statement}: lost {lost} of {acknowledged} acknowledged");
            if !setting.is_borne_out(loss) {
                println!("  VIOLATION this is not what is known of it");
                code = 1;
            }
        }
    }
    Ok(code)
}

impl Rounds {
    fn plan(self) -> anyhow::Result<Plan> {
        let settings = self.is_unsafe.then(|| "synchronous_commit=off".to_owned());
        // It runs in a folder of its own.
        let server = self.server.canonicalize();
        Ok(Plan {
            server: server.with_context(|| format!("no program {}", self.server.display()))?,
            kind: self.database,
            names: self.names,
            cuts: self.cuts,
            first_starts: self.first_starts,
            time_max: Duration::from_secs(60 * self.minutes),
            load_max: Duration::from_millis(self.load_ms),
            sync_time: Duration::from_micros(self.sync_us),
            settings: settings.into_iter().collect(),
            is_disk_lying: self.lying_disk,
            seed: self.seed,
        })
    }
}
