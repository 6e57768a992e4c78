//! P4: transfers with a token, an idempotency key and JSON; and one caller alone, for P8.

use super::Options;
use super::requests::{Spread, Transfers};
use crate::costs::{Counters, Meter};
use crate::deployment::{Deployment, Kind};
use crate::load::{self, Pace, Went};
use crate::people::Person;
use crate::pgbench::{self, Script};
use crate::processes;
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use crate::server::Server;
use std::rc::Rc;

/// Rate as a multiple of pgbench's.
const RATE_GOAL: Goal = Goal::AtLeast(4.0);
/// With 64 connections that ask as fast as they can.
const P99_GOAL_MS: Goal = Goal::AtMost(30.0);

/// One load, and what came of it.
struct Subject {
    connections: usize,
    spread: Spread,
    pace: Of,
    rate: Rounds,
    p50_ms: Rounds,
    p99_ms: Rounds,
    /// Of the last round, and for how many answers.
    costs: Option<(Counters, u64)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// A closed loop.
    Closed,
    /// An open one, at this share of what the first subject got through in the same round.
    Share(f64),
}

/// What pgbench got through in the same rounds.
#[derive(Default)]
struct Baseline {
    random: Rounds,
    hot: Rounds,
    alone_ms: Rounds,
}

pub(super) fn measure(
    options: &Options,
    deployment: &Deployment,
    server: &Server,
    people: &[Person],
    report: &mut Report,
) -> anyhow::Result<()> {
    let people: Rc<[Person]> = people.into();
    let mut meter = Meter::new(deployment, server)?;
    let mut baseline = Baseline::default();
    let mut subjects = [
        Subject::new(64, Spread::Random, Of::Closed),
        Subject::new(256, Spread::Random, Of::Closed),
        Subject::new(64, Spread::Hot, Of::Closed),
        Subject::new(256, Spread::Random, Of::Share(0.5)),
        Subject::new(256, Spread::Random, Of::Share(0.8)),
        Subject::new(1, Spread::Random, Of::Closed),
    ];
    for _ in 0..options.rounds {
        if deployment.kind == Kind::Postgres {
            baseline.measure(&deployment.url(), options.seconds)?;
        }
        let mut most = 0.0;
        for (place, subject) in subjects.iter_mut().enumerate() {
            let pace = match subject.pace {
                Of::Closed => Pace::Closed,
                Of::Share(share) => Pace::Open(most * share),
            };
            let load = options.load(server, subject.connections, pace);
            let before = meter.read()?;
            let went = load::run(load, Transfers::new(&people, subject.spread))?;
            subject.add(&went, meter.read()? - before);
            if place == 0 {
                most = went.rate;
            }
        }
    }
    for subject in &subjects {
        subject.tell(deployment.kind, &baseline, report);
    }
    let memory = processes::memory(server.process())?.resident_mib;
    let what = format!("{}: resident memory after it all", deployment.kind);
    report.add(Line::new("", what, memory, "MiB"));
    Ok(())
}

impl Baseline {
    fn measure(&mut self, url: &str, seconds: u32) -> anyhow::Result<()> {
        self.random
            .add(pgbench::better_rate(url, Script::Random, seconds)?);
        self.hot
            .add(pgbench::better_rate(url, Script::Hot, seconds)?);
        let alone = pgbench::rate(url, Script::Random, 1, seconds)?;
        self.alone_ms.add(1_000.0 / alone);
        Ok(())
    }
}

impl Subject {
    fn new(connections: usize, spread: Spread, pace: Of) -> Self {
        Self {
            connections,
            spread,
            pace,
            rate: Rounds::default(),
            p50_ms: Rounds::default(),
            p99_ms: Rounds::default(),
            costs: None,
        }
    }

    fn add(&mut self, went: &Went, costs: Counters) {
        self.rate.add(went.rate);
        self.p50_ms.add(went.percentile_ms(50.0));
        self.p99_ms.add(went.percentile_ms(99.0));
        self.costs = Some((costs, went.answers));
    }

    fn tell(&self, kind: Kind, baseline: &Baseline, report: &mut Report) {
        let what = self.name(kind);
        let rate = Line::new("", &what, self.rate.median(), "/s");
        let p50 = Line::new("", format!("{what}, p50"), self.p50_ms.median(), "ms");
        let p99 = Line::new("", format!("{what}, p99"), self.p99_ms.median(), "ms");
        let is_target = kind == Kind::Postgres && self.pace == Of::Closed;
        let (rate, p50) = match (is_target, self.connections, self.spread) {
            (true, 1, _) => {
                let alone = baseline.alone_ms.median();
                (rate, p50.against("pgbench, one client", alone))
            }
            (true, _, Spread::Random) => {
                let against = rate.against("pgbench", baseline.random.median());
                (against.targets("P4", RATE_GOAL), p50)
            }
            (true, _, Spread::Hot) => (rate.against("pgbench", baseline.hot.median()), p50),
            (false, ..) => (rate, p50),
        };
        let p99 = if is_target && (self.connections, self.spread) == (64, Spread::Random) {
            p99.targets("P4", P99_GOAL_MS)
        } else {
            p99
        };
        for line in [rate, p50, p99] {
            report.add(line);
        }
        if let Some((costs, answers)) = &self.costs {
            report.note(format!("{what}, each: {}", costs.per(*answers)));
        }
    }

    fn name(&self, kind: Kind) -> String {
        let spread = match self.spread {
            Spread::Random => "random of 1,000 accounts",
            Spread::Hot => "one hot account",
        };
        let pace = match self.pace {
            Of::Closed if self.connections == 1 => "1 connection".to_owned(),
            Of::Closed => format!("{} connections", self.connections),
            Of::Share(share) => format!("due at {:.0} % of the first rate", share * 100.0),
        };
        format!("{kind}: transfers over HTTP, {spread}, {pace}")
    }
}
