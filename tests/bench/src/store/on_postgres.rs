//! P1, P2 and P8.

use super::Options;
use super::bare_postgres::{Bare, side_by_side};
use super::callers::{Calls, call};
use super::world::{Spread, World, open};
use crate::database::Database;
use crate::pgbench::{self, Script};
use crate::report::{Goal, Line, Report};
use crate::rounds::Rounds;
use std::collections::BTreeMap;
use tokio::runtime::Runtime;

const CALLERS: [usize; 2] = [256, 1_024];
/// What a figure must reach as a multiple of pgbench's: with 256 callers, with 1,024.
const RANDOM_GOALS: [f64; 2] = [5.0, 8.0];
const HOT_GOALS: [f64; 2] = [25.0, 30.0];
const BARE_GOAL: f64 = 0.8;
const ALONE_GOAL: f64 = 1.3;

pub(super) fn measure(options: &Options, report: &mut Report) -> anyhow::Result<()> {
    let database = Database::create("store")?;
    ludger_store_diesel::migrate(database.url())?;
    let runtime = Runtime::new()?;
    let store = open(database.url(), options.writers, None)?;
    let world = runtime.block_on(World::open(&store))?;
    let mut loops = [8, 9]
        .map(|shard| Bare::open(database.url(), &world, shard))
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;

    let mut figures = Figures::default();
    for _ in 0..options.rounds {
        for spread in [Spread::Random, Spread::Hot] {
            let script = match spread {
                Spread::Random => Script::Random,
                Spread::Hot => Script::Hot,
            };
            let pgbench = pgbench::better_rate(database.url(), script, options.seconds)?;
            figures.add(spread, Subject::Pgbench, pgbench);
            for callers in CALLERS {
                for keys in [false, true] {
                    let calls = Calls {
                        callers,
                        spread,
                        keys,
                        lasting: options.lasting(),
                    };
                    let went = runtime.block_on(call(&store, &world, calls))?;
                    figures.add(spread, Subject::Door { callers, keys }, went.rate);
                }
                let one = loops[0].run(spread, callers, options.lasting())?.rate;
                figures.add(spread, Subject::Bare { callers, loops: 1 }, one);
                let two = side_by_side(&mut loops, spread, callers / 2, options.lasting())?;
                figures.add(spread, Subject::Bare { callers, loops: 2 }, two);
            }
        }
        let alone = Calls {
            callers: 1,
            spread: Spread::Random,
            keys: false,
            lasting: options.lasting(),
        };
        let went = runtime.block_on(call(&store, &world, alone))?;
        figures.add(Spread::Random, Subject::DoorAlone, went.p50_ms());
        let bare = loops[0].run(Spread::Random, 1, options.lasting())?;
        figures.add(
            Spread::Random,
            Subject::BareAlone,
            bare.latency.value_at_quantile(0.5) as f64 / 1_000.0,
        );
    }
    figures.tell(report);
    Ok(())
}

/// The door alone, a round of each kind.
pub(super) fn profile(options: &Options, callers: usize) -> anyhow::Result<()> {
    let database = Database::create("profile")?;
    ludger_store_diesel::migrate(database.url())?;
    let runtime = Runtime::new()?;
    let store = open(database.url(), options.writers, None)?;
    let world = runtime.block_on(World::open(&store))?;
    for spread in [Spread::Random, Spread::Hot] {
        for keys in [false, true] {
            let calls = Calls {
                callers,
                spread,
                keys,
                lasting: options.lasting(),
            };
            let went = runtime.block_on(call(&store, &world, calls))?;
            println!(
                "{}, keys: {keys}: {:.0} /s, p50 {:.2} ms",
                spread.name(),
                went.rate,
                went.p50_ms()
            );
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Pgbench,
    Door { callers: usize, keys: bool },
    Bare { callers: usize, loops: usize },
    DoorAlone,
    BareAlone,
}

#[derive(Default)]
struct Figures(BTreeMap<(bool, Subject), Rounds>);

impl Figures {
    fn add(&mut self, spread: Spread, subject: Subject, figure: f64) {
        self.0
            .entry((spread == Spread::Hot, subject))
            .or_default()
            .add(figure);
    }

    fn of(&self, spread: Spread, subject: Subject) -> f64 {
        self.0
            .get(&(spread == Spread::Hot, subject))
            .map_or(0.0, Rounds::median)
    }

    fn tell(&self, report: &mut Report) {
        for (target, spread, goals) in [
            ("P1", Spread::Random, RANDOM_GOALS),
            ("P2", Spread::Hot, HOT_GOALS),
        ] {
            let pgbench = self.of(spread, Subject::Pgbench);
            for (callers, goal) in CALLERS.into_iter().zip(goals) {
                let door = self.of(
                    spread,
                    Subject::Door {
                        callers,
                        keys: false,
                    },
                );
                let what = format!("Postgres, {}, {callers} callers", spread.name());
                report.add(
                    Line::new(target, what.clone(), door, "/s")
                        .against("pgbench", pgbench)
                        .goal(Goal::AtLeast(goal)),
                );
                let bare = [1, 2].map(|loops| self.of(spread, Subject::Bare { callers, loops }));
                let bare = bare.into_iter().fold(0.0, f64::max);
                report.add(
                    Line::new(target, what.clone(), door, "/s")
                        .against("bare loop", bare)
                        .goal(Goal::AtLeast(BARE_GOAL)),
                );
                if spread == Spread::Hot {
                    let random = self.of(
                        Spread::Random,
                        Subject::Door {
                            callers,
                            keys: false,
                        },
                    );
                    report.add(
                        Line::new(target, what.clone(), door, "/s")
                            .against("random", random)
                            .goal(Goal::AtLeast(1.0)),
                    );
                }
                let keyed = self.of(
                    spread,
                    Subject::Door {
                        callers,
                        keys: true,
                    },
                );
                report.add(
                    Line::new("", format!("{what}, with keys"), keyed, "/s")
                        .against("pgbench", pgbench),
                );
            }
        }
        let door = self.of(Spread::Random, Subject::DoorAlone);
        let bare = self.of(Spread::Random, Subject::BareAlone);
        report.add(
            Line::new("P8", "Postgres, one caller, p50", door, "ms")
                .against("bare transaction", bare)
                .goal(Goal::AtMost(ALONE_GOAL)),
        );
    }
}
