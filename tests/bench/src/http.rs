//! The whole program under load over HTTP: P4, and P6 as far as its routes are there.
//!
//! Everybody is signed in. Rounds of all subjects take turns, and each figure is the median of its rounds.

mod reads;
mod requests;
mod transfers;

pub(crate) use self::requests::{Reads, Spread, Transfers, bare};

use crate::deployment::{Deployment, Kind};
use crate::load::{Load, Pace, Refusals};
use crate::people;
use crate::report::Report;
use crate::server::Server;
use std::time::Duration;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which databases
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Kind::Postgres, Kind::Sqlite])]
    database: Vec<Kind>,
    /// Rounds of each
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each round
    #[arg(long, default_value_t = 4)]
    seconds: u32,
    /// What is measured
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Subject::Transfers, Subject::Reads])]
    only: Vec<Subject>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Subject {
    Transfers,
    Reads,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut report = Report::new("http");
    for kind in &options.database {
        let deployment = Deployment::create(*kind, "http")?;
        let people = people::settle(&deployment.url())?;
        let server = deployment.serve()?;
        if options.only.contains(&Subject::Transfers) {
            transfers::measure(options, &deployment, &server, &people, &mut report)?;
        }
        if options.only.contains(&Subject::Reads) {
            reads::measure(options, *kind, &server, &people, &mut report)?;
        }
        drop(server);
        deployment.verify()?;
    }
    report.finish()
}

impl Options {
    fn load(&self, server: &Server, connections: usize, pace: Pace) -> Load {
        Load {
            server: server.address,
            connections,
            lasting: Duration::from_secs(self.seconds.into()),
            pace,
            refusals: Refusals::Fail,
        }
    }
}
