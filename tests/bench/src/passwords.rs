//! Sign-ins as fast as passwords are hashed, and what everybody else notices of it: P10.
//!
//! The sign-ins are of nobody, which costs a hash as every other does, and come from a new address each time: one address
//! is refused after fifty. Everybody else asks at a constant rate, and a latency counts from when it was due.

use crate::deployment::{Deployment, Kind};
use crate::http::{Reads, Spread, Transfers, bare};
use crate::load::{self, Load, Pace, Refusals, Requests};
use crate::people::{self, CURRENCY, Person};
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use crate::server::Server;
use std::io::Write as _;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

const GOAL_MS: Goal = Goal::AtMost(50.0);
/// Fewer than the queue for hashes takes, so that none is turned away.
const SIGN_INS: usize = 32;
/// Connections of everybody else.
const CONNECTIONS: usize = 64;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which databases
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Kind::Postgres, Kind::Sqlite])]
    database: Vec<Kind>,
    /// Rounds of each
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Seconds of each round
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Reads that are due each second, and transfers in their own rounds
    #[arg(long, default_value_t = 500.0)]
    rate: f64,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut report = Report::new("passwords");
    for kind in &options.database {
        let deployment = Deployment::create(*kind, "passwords")?;
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
    let load = Load {
        server: server.address,
        connections: CONNECTIONS,
        lasting: Duration::from_secs(options.seconds),
        pace: Pace::Open(options.rate),
        refusals: Refusals::Fail,
    };
    let wallet = format!("/v1/me/wallets/{CURRENCY}");
    let wallets = people.iter().map(|who| bare("GET", &wallet, Some(who)));
    let wallets: Rc<[Vec<u8>]> = wallets.collect();
    let mut hashed = Rounds::default();
    let [mut read_calm, mut read, mut moved_calm, mut moved] = [(); 4].map(|()| Rounds::default());
    for _ in 0..options.rounds {
        let reads = || Reads::new(&wallets);
        let transfers = || Transfers::new(&people.into(), Spread::Random);
        read_calm.add(load::run(load, reads())?.percentile_ms(99.0));
        moved_calm.add(load::run(load, transfers())?.percentile_ms(99.0));
        let rush = Rush::begin(load);
        read.add(load::run(load, reads())?.percentile_ms(99.0));
        hashed.add(rush.end()?);
        let rush = Rush::begin(load);
        moved.add(load::run(load, transfers())?.percentile_ms(99.0));
        hashed.add(rush.end()?);
    }
    let line = |what: &str, value, unit| Line::new("P10", format!("{kind}: {what}"), value, unit);
    report.add(line("sign-ins", hashed.median(), "/s"));
    for (what, calm, busy) in [
        ("wallet, p99", read_calm, read),
        ("transfer, p99", moved_calm, moved),
    ] {
        let line = line(what, busy.median(), "ms").against("without sign-ins", calm.median());
        report.add(line.goal(GOAL_MS));
    }
    Ok(())
}

/// Sign-ins that go on beside something else.
struct Rush(thread::JoinHandle<anyhow::Result<f64>>);

impl Rush {
    fn begin(beside: Load) -> Self {
        let load = Load {
            connections: SIGN_INS,
            pace: Pace::Closed,
            ..beside
        };
        Self(thread::spawn(move || {
            Ok(load::run(load, SignIns::default())?.rate)
        }))
    }

    /// How many there were each second.
    fn end(self) -> anyhow::Result<f64> {
        let ended = self.0.join();
        ended.map_err(|_| anyhow::anyhow!("the sign-ins broke off"))?
    }
}

/// Sign-ins of nobody, each from another address.
#[derive(Default)]
struct SignIns {
    number: u32,
    body: Vec<u8>,
}

impl Requests for SignIns {
    fn write(&mut self, into: &mut Vec<u8>) {
        self.number += 1;
        let number = self.number;
        let [_, a, b, c] = number.to_be_bytes();
        self.body.clear();
        let written = write!(
            self.body,
            r#"{{"email":"nobody{number}@example.org","password":"three coins in a jar"}}"#
        )
        .and_then(|()| {
            let length = self.body.len();
            write!(
                into,
                "POST /v1/auth/sign-in HTTP/1.1\r\nHost: ludger\r\nX-Forwarded-For: 10.{a}.{b}.{c}\r\n\
                 Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
            )
        });
        debug_assert!(written.is_ok(), "memory takes all that is written");
        into.extend_from_slice(&self.body);
    }

    fn status(&self) -> u16 {
        401
    }
}
