//! P7: a ledger of ten million entries is as fast as one of ten thousand.
//!
//! Both are there at the same time, each with a server of its own, and take turns under the same load. They are filled
//! through the store's door, a thousand transfers at a time, so that every sequence, balance and hash is what the
//! program itself writes.

mod fill;

use crate::deployment::{Deployment, Kind};
use crate::http::{Reads, Spread, Transfers, bare};
use crate::load::{self, Load, Pace, Refusals, Went};
use crate::people::{self, Person};
use crate::processes;
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use crate::server::Server;
use std::rc::Rc;
use std::time::Duration;

const RATE_GOAL: Goal = Goal::AtLeast(0.9);
/// Memory does not grow with the ledger; what differs is what allocators make of the same load.
const MEMORY_GOAL: Goal = Goal::AtMost(1.2);
const CONNECTIONS: usize = 256;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which databases
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Kind::Postgres, Kind::Sqlite])]
    database: Vec<Kind>,
    /// Entries of the large ledger
    #[arg(long, default_value_t = 10_000_000)]
    entries: u64,
    /// Entries of the small one
    #[arg(long, default_value_t = 10_000)]
    small: u64,
    /// Rounds of each
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each round
    #[arg(long, default_value_t = 4)]
    seconds: u64,
}

/// A ledger, its server, and how fast it was.
struct Side {
    people: Rc<[Person]>,
    pages: Rc<[Vec<u8>]>,
    transfers: Rounds,
    reads: Rounds,
    // Ends before what it runs on goes.
    server: Server,
    deployment: Deployment,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut report = Report::new("growth");
    for kind in &options.database {
        let mut small = Side::open(*kind, "small", options.small)?;
        let mut large = Side::open(*kind, "large", options.entries)?;
        for _ in 0..options.rounds {
            for side in [&mut small, &mut large] {
                side.measure(options)?;
            }
        }
        tell(options, &small, &large, &mut report)?;
        for side in [small, large] {
            drop(side.server);
            side.deployment.verify()?;
        }
    }
    report.finish()
}

impl Side {
    fn open(kind: Kind, purpose: &str, entries: u64) -> anyhow::Result<Self> {
        let deployment = Deployment::create(kind, purpose)?;
        let people = people::settle(&deployment.url())?;
        fill::fill(&deployment, &people, entries)?;
        let page = |who| bare("GET", "/v1/me/transactions?limit=20", Some(who));
        Ok(Self {
            pages: people.iter().map(page).collect(),
            people: people.into(),
            transfers: Rounds::default(),
            reads: Rounds::default(),
            server: deployment.serve()?,
            deployment,
        })
    }

    fn measure(&mut self, options: &Options) -> anyhow::Result<()> {
        let load = Load {
            server: self.server.address,
            connections: CONNECTIONS,
            lasting: Duration::from_secs(options.seconds),
            pace: Pace::Closed,
            refusals: Refusals::Fail,
        };
        let rate = |went: Went| went.rate;
        let transfers = Transfers::new(&self.people, Spread::Random);
        self.transfers.add(load::run(load, transfers).map(rate)?);
        self.reads
            .add(load::run(load, Reads::new(&self.pages)).map(rate)?);
        Ok(())
    }
}

fn tell(options: &Options, small: &Side, large: &Side, report: &mut Report) -> anyhow::Result<()> {
    let kind = large.deployment.kind;
    let line = |what: &str, unit, figures: [f64; 2], goal| {
        let what = format!("{kind}: {what}, ledger of {} entries", options.entries);
        let baseline = format!("ledger of {}", options.small);
        let line = Line::new("", what, figures[1], unit);
        line.against(baseline, figures[0]).targets("P7", goal)
    };
    let of = |figure: fn(&Side) -> f64| [figure(small), figure(large)];
    let memory = |side: &Side| processes::memory(side.server.process());
    let memory = [memory(small)?.peak_mib, memory(large)?.peak_mib];
    let what = format!("transfers over HTTP, {CONNECTIONS} connections");
    report.add(line(
        &what,
        "/s",
        of(|side| side.transfers.median()),
        RATE_GOAL,
    ));
    let what = format!("transactions page of 20, {CONNECTIONS} connections");
    report.add(line(&what, "/s", of(|side| side.reads.median()), RATE_GOAL));
    report.add(line("resident memory at most", "MiB", memory, MEMORY_GOAL));
    Ok(())
}
