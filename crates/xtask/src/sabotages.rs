//! Breaks the program on purpose, one thing at a time, and sees whether the tests find it. What they let pass is worth
//! nothing as a test.

mod programs;
mod table;

use std::time::Instant;

use anyhow::{bail, ensure};
use clap::Args;

use programs::Programs;
use table::{Row, Table};

#[derive(Args)]
pub(crate) struct Sabotages {
    /// How often each is to be found, by chances of its own each time
    #[arg(long, default_value_t = 5)]
    times: u64,
    /// How long the torture program may take to find it
    #[arg(long = "for", default_value = "60s")]
    lasting: String,
    /// Only this one
    #[arg(long)]
    only: Option<String>,
}

/// What is broken, and who has to find it.
struct Sabotage {
    name: &'static str,
    finder: Finder,
}

#[derive(Clone, Copy)]
enum Finder {
    /// The torture program on Postgres, with these faults besides the usual load.
    Torture { faults: &'static str },
    /// The power cuts on SQLite.
    Powercut,
    /// The domain's own tests.
    Domain,
}

const fn torture(name: &'static str, faults: &'static str) -> Sabotage {
    Sabotage {
        name,
        finder: Finder::Torture { faults },
    }
}

const USUAL_TORTURE: Finder = Finder::Torture {
    faults: "kill-program,kill-database,cut-at-commit",
};

/// What no program knows as a sabotage of its own. Whoever finds something in it finds it in anything.
const HONEST: &str = "nothing";

/// Sums that wrap. It is a feature of its own, and nothing that can be chosen at the start: the domain has no switches.
const WRAPPING: &str = "wrapping_arithmetic";

const ALL: &[Sabotage] = &[
    torture("answer_before_commit", "kill-program,kill-database"),
    torture("no_lock", "kill-program"),
    torture("key_by_select", "kill-program"),
    torture("key_elsewhere", "kill-program,kill-database"),
    torture("unsafe_durability", "kill-database"),
    torture("retry_unknown", "cut-at-commit"),
    torture(WRAPPING, "kill-program"),
    Sabotage {
        name: "unsafe_durability",
        finder: Finder::Powercut,
    },
    Sabotage {
        name: WRAPPING,
        finder: Finder::Domain,
    },
];

/// Tells of each attempt as it ends, and of all of them in a table; fails if one was missed.
pub(crate) fn run(sabotages: &Sabotages) -> anyhow::Result<()> {
    let is_chosen = |sabotage: &&Sabotage| {
        let only = sabotages.only.as_deref();
        only.is_none_or(|only| only == sabotage.name)
    };
    let chosen: Vec<_> = ALL.iter().filter(is_chosen).collect();
    if chosen.is_empty() {
        let names: Vec<_> = ALL.iter().map(|sabotage| sabotage.name).collect();
        bail!("there is no such sabotage; there are {}", names.join(", "));
    }
    let programs = Programs::build()?;
    for finder in [USUAL_TORTURE, Finder::Powercut] {
        let honest = Sabotage {
            name: HONEST,
            finder,
        };
        let ended = programs.look_for(&honest, 1, &sabotages.lasting)?;
        ensure!(
            !ended.is_found(),
            "{} blames a program that is not broken",
            finder.name()
        );
    }
    let mut rows = Vec::new();
    for sabotage in chosen {
        let mut row = Row::new(sabotage);
        for seed in 1..=sabotages.times {
            let start = Instant::now();
            let ended = programs.look_for(sabotage, seed, &sabotages.lasting)?;
            row.add(ended, start.elapsed());
            println!("{}, {seed} of {}: {ended}", row.title(), sabotages.times);
        }
        rows.push(row);
    }
    let missed: usize = rows.iter().map(Row::missed).sum();
    println!("\n{}", Table(rows));
    if missed > 0 {
        bail!("{missed} times a sabotage was missed");
    }
    Ok(())
}

impl Finder {
    const fn name(self) -> &'static str {
        match self {
            Self::Torture { .. } => "the torture",
            Self::Powercut => "the power cuts",
            Self::Domain => "the domain's tests",
        }
    }
}
