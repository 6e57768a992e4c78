//! P9: how long a start takes on a database that is there, how much memory the program holds, how large it is.

use crate::deployment::{self, Deployment, Kind};
use crate::http::{Spread, Transfers};
use crate::load::{self, Connection, Load, Pace, Refusals};
use crate::people::{self, Person};
use crate::processes;
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use crate::server::Server;
use std::time::Duration;

const READY_GOAL_MS: Goal = Goal::AtMost(150.0);
const MEMORY_GOAL_MIB: Goal = Goal::AtMost(80.0);
const SIZE_GOAL_MIB: Goal = Goal::AtMost(30.0);
const CONNECTIONS: usize = 256;
const READY: &[u8] = b"GET /readyz HTTP/1.1\r\nHost: ludger\r\n\r\n";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which databases
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Kind::Postgres, Kind::Sqlite])]
    database: Vec<Kind>,
    /// Starts
    #[arg(long, default_value_t = 11)]
    rounds: usize,
    /// Seconds of load
    #[arg(long, default_value_t = 20)]
    seconds: u64,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut report = Report::new("start");
    for kind in &options.database {
        let deployment = Deployment::create(*kind, "start")?;
        let people = people::settle(&deployment.url())?;
        // The first start of all loads the starter bank; from then on the database is there.
        drop(deployment.serve()?);
        starts(options, &deployment, &mut report)?;
        memory(options, &deployment, &people, &mut report)?;
    }
    let size = std::fs::metadata(deployment::program()?)?.len() as f64 / 1_048_576.0;
    report.add(Line::new("", "the program's file", size, "MiB").targets("P9", SIZE_GOAL_MIB));
    report.finish()
}

fn starts(options: &Options, deployment: &Deployment, report: &mut Report) -> anyhow::Result<()> {
    let mut ready_ms = Rounds::default();
    for _ in 0..options.rounds {
        let server = deployment.serve()?;
        must_be_ready(&server)?;
        ready_ms.add(server.begun.elapsed().as_secs_f64() * 1_000.0);
    }
    let what = format!("{}: from start to ready", deployment.kind);
    report.add(Line::new("", what, ready_ms.median(), "ms").targets("P9", READY_GOAL_MS));
    Ok(())
}

fn must_be_ready(server: &Server) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut connection = Connection::open(server.address).await?;
        connection.ask(READY).await?.must_be(200)
    })
}

fn memory(
    options: &Options,
    deployment: &Deployment,
    people: &[Person],
    report: &mut Report,
) -> anyhow::Result<()> {
    let server = deployment.serve()?;
    must_be_ready(&server)?;
    let at_first = processes::memory(server.process())?;
    let load = Load {
        server: server.address,
        connections: CONNECTIONS,
        lasting: Duration::from_secs(options.seconds),
        pace: Pace::Closed,
        refusals: Refusals::Fail,
    };
    load::run(load, Transfers::new(&people.into(), Spread::Random))?;
    let after = processes::memory(server.process())?;
    let line = |when: &str, mib| {
        let what = format!("{}: resident memory {when}", deployment.kind);
        Line::new("", what, mib, "MiB")
    };
    let most = line(
        &format!("at most, with {CONNECTIONS} connections under load"),
        after.peak_mib,
    );
    report.add(line("when ready", at_first.resident_mib));
    report.add(most.targets("P9", MEMORY_GOAL_MIB));
    report.add(line("after it", after.resident_mib));
    Ok(())
}
