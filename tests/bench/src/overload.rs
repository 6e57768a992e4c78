//! Three times as many transfers as the server can make: what it accepts is answered soon, the rest is turned away at
//! once, and its memory stays as it is.
//!
//! What is accepted counts from when it was due, so it holds what this process itself was late with: it shares the
//! cores with the server and the database. What is refused counts from when it was sent, beside how late that was.

use crate::deployment::{Deployment, Kind};
use crate::http::{Spread, Transfers};
use crate::load::{self, Load, Pace, Refusals};
use crate::people::{self, Person};
use crate::processes;
use crate::report::{Goal, Line, Report};
use crate::server::Server;
use std::thread;
use std::time::Duration;

const ACCEPTED_GOAL_MS: Goal = Goal::AtMost(2_000.0);
const REFUSED_GOAL_MS: Goal = Goal::AtMost(50.0);
const MEMORY_GOAL: Goal = Goal::AtMost(1.1);
/// Connections on which the server shows how much it can do.
const CONNECTIONS: usize = 256;
/// Seconds for showing it.
const CAPACITY_TIME: Duration = Duration::from_secs(5);

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which databases
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Kind::Postgres, Kind::Sqlite])]
    database: Vec<Kind>,
    /// How many times its capacity
    #[arg(long, default_value_t = 3.0)]
    times: f64,
    /// Connections: more than the server has places for requests
    #[arg(long, default_value_t = 4_096)]
    connections: usize,
    /// Seconds of load
    #[arg(long, default_value_t = 60)]
    seconds: u64,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut report = Report::new("overload");
    for kind in &options.database {
        let deployment = Deployment::create(*kind, "overload")?;
        let people = people::settle(&deployment.url())?;
        let server = deployment.serve()?;
        measure(options, *kind, &server, &people, &mut report)?;
        drop(server);
        deployment.verify()?;
    }
    report.finish()
}

fn measure(
    options: &Options,
    kind: Kind,
    server: &Server,
    people: &[Person],
    report: &mut Report,
) -> anyhow::Result<()> {
    let transfers = || Transfers::new(&people.into(), Spread::Random);
    let calm = Load {
        server: server.address,
        connections: CONNECTIONS,
        lasting: CAPACITY_TIME,
        pace: Pace::Closed,
        refusals: Refusals::Fail,
    };
    let capacity = load::run(calm, transfers())?.rate;
    let lasting = Duration::from_secs(options.seconds);
    let storm = Load {
        connections: options.connections,
        lasting,
        pace: Pace::Open(capacity * options.times),
        refusals: Refusals::Count,
        ..calm
    };
    let process = server.process();
    let halfway = thread::spawn(move || {
        thread::sleep(lasting / 2);
        processes::memory(process)
    });
    let went = load::run(storm, transfers())?;
    let end = processes::memory(process)?.resident_mib;
    let halfway = halfway
        .join()
        .map_err(|_| anyhow::anyhow!("nobody looked at the memory"))??
        .resident_mib;
    let line = |what: &str, value, unit| Line::new("", format!("{kind}: {what}"), value, unit);
    report.add(line(
        &format!("capacity, {CONNECTIONS} connections"),
        capacity,
        "/s",
    ));
    report.add(line("due", capacity * options.times, "/s"));
    report.add(line("accepted", went.rate, "/s"));
    report.add(line("accepted, p50", went.percentile_ms(50.0), "ms"));
    let accepted = line("accepted, p99", went.percentile_ms(99.0), "ms");
    report.add(accepted.goal(ACCEPTED_GOAL_MS));
    let refused = went.refused() as f64 / lasting.as_secs_f64();
    report.add(line("refused", refused, "/s"));
    let refused = |percent| went.refusals_percentile_ms(percent);
    report.add(line("refused, p50", refused(50.0), "ms"));
    report.add(line("refused, p99", refused(99.0), "ms").goal(REFUSED_GOAL_MS));
    let late = went.lateness_percentile_ms(50.0);
    report.add(line("refused, sent late, p50", late, "ms"));
    let memory = line("resident memory at the end", end, "MiB");
    report.add(memory.against("halfway", halfway).goal(MEMORY_GOAL));
    Ok(())
}
