//! Where the server's time goes: a flame graph of it under a load of transfers.
//!
//! Needs `perf`, and the programs of `cargo install inferno`. Build with `--profile profiling`, which keeps the names
//! of functions; without frame pointers the stacks are found by the tables that panics unwind by.

use crate::deployment::{Deployment, Kind};
use crate::http::{Spread, Transfers};
use crate::load::{self, Load, Pace, Refusals};
use crate::people;
use crate::report;
use anyhow::{Context as _, ensure};
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Samples a second, from the clock of the kernel: virtual machines seldom have the processor's own counters.
const RECORD: &[&str] = &[
    "record",
    "--event=cpu-clock",
    "--freq=499",
    "--call-graph=dwarf,16384",
];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which database
    #[arg(long, value_enum, default_value_t = Kind::Postgres)]
    database: Kind,
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Seconds of load
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let deployment = Deployment::create(options.database, "profile")?;
    let people = people::settle(&deployment.url())?;
    let server = deployment.serve()?;
    let recorded = deployment.file("perf.data");
    let mut perf = Command::new("perf")
        .args(RECORD)
        .arg(format!("--pid={}", server.process()))
        .arg("--output")
        .arg(&recorded)
        .args(["--", "sleep", &options.seconds.to_string()])
        .spawn()
        .context("cannot run perf")?;
    let load = Load {
        server: server.address,
        connections: options.connections,
        lasting: Duration::from_secs(options.seconds),
        pace: Pace::Closed,
        refusals: Refusals::Fail,
    };
    let went = load::run(load, Transfers::new(&people.into(), Spread::Random))?;
    ensure!(perf.wait()?.success(), "perf does not record");
    println!("{:.0} transfers a second while it was recorded", went.rate);
    let graph = report::folder().join(format!("{}.svg", options.database).to_lowercase());
    draw(&recorded, &graph)?;
    println!("written: {}", graph.display());
    Ok(())
}

/// `perf script | inferno-collapse-perf | inferno-flamegraph`
fn draw(recorded: &Path, graph: &Path) -> anyhow::Result<()> {
    let mut script = Command::new("perf")
        .args(["script", "--no-inline", "--input"])
        .arg(recorded)
        .stdout(Stdio::piped())
        .spawn()?;
    let stacks = script.stdout.take().context("perf without output")?;
    let mut collapse = Command::new("inferno-collapse-perf")
        .stdin(stacks)
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run inferno-collapse-perf: `cargo install inferno` brings it")?;
    let folded = collapse.stdout.take().context("inferno without output")?;
    let drawn = Command::new("inferno-flamegraph")
        .stdin(folded)
        .stdout(File::create(graph)?)
        .status()?;
    let read = script.wait()?.success() && collapse.wait()?.success();
    ensure!(read && drawn.success(), "the flame graph was not drawn");
    Ok(())
}
