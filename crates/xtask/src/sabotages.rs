//! Breaks the program on purpose, one thing at a time, and sees whether the tests find it. What they let pass is worth
//! nothing as a test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Args;

use crate::cargo::{self, cargo};
use crate::process;

#[derive(Args)]
pub(crate) struct Sabotages {
    /// How often each is to be found
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

const ALL: &[Sabotage] = &[
    torture("answer_before_commit", "kill-program,kill-database"),
    torture("no_lock", "kill-program"),
    torture("key_by_select", "kill-program"),
    torture("key_elsewhere", "kill-program,kill-database"),
    torture("unsafe_durability", "kill-database"),
    torture("retry_unknown", "cut-at-commit"),
    Sabotage {
        name: "unsafe_durability",
        finder: Finder::Powercut,
    },
    Sabotage {
        name: "wrapping_arithmetic",
        finder: Finder::Domain,
    },
];

/// The exit code of the torture program and of the power cuts when they have found something.
const FOUND: i32 = 1;

pub(crate) fn run(sabotages: &Sabotages) -> anyhow::Result<()> {
    let programs = Programs::build()?;
    let mut missed = 0;
    for sabotage in ALL {
        if sabotages
            .only
            .as_deref()
            .is_some_and(|only| only != sabotage.name)
        {
            continue;
        }
        for seed in 1..=sabotages.times {
            let start = Instant::now();
            let is_found = programs.find(sabotage, seed, &sabotages.lasting)?;
            missed += u32::from(!is_found);
            println!(
                "{} by {}, {seed} of {}: {} after {} s",
                sabotage.name,
                sabotage.finder.name(),
                sabotages.times,
                if is_found { "found" } else { "MISSED" },
                start.elapsed().as_secs(),
            );
        }
    }
    if missed > 0 {
        bail!("{missed} sabotages were missed");
    }
    Ok(())
}

impl Finder {
    const fn name(&self) -> &'static str {
        match self {
            Self::Torture { .. } => "torture",
            Self::Powercut => "power cuts",
            Self::Domain => "the domain's tests",
        }
    }
}

struct Programs {
    server: PathBuf,
    torture: PathBuf,
    powercut: PathBuf,
}

impl Programs {
    /// The sabotaged server lies in a folder of its own, so that nobody takes it for the honest one.
    fn build() -> anyhow::Result<Self> {
        let honest = cargo::target()?;
        let sabotaged = honest.join("sabotage");
        let mut server = cargo(["build", "--package", "ludger", "--features", "sabotage"]);
        process::run(server.arg("--target-dir").arg(&sabotaged))?;
        process::run(&mut cargo([
            "build",
            "--package",
            "ludger-torture",
            "--package",
            "ludger-powercut",
        ]))?;
        Ok(Self {
            server: sabotaged.join("debug/ludger"),
            torture: honest.join("debug/ludger-torture"),
            powercut: honest.join("debug/ludger-powercut"),
        })
    }

    fn find(&self, sabotage: &Sabotage, seed: u64, lasting: &str) -> anyhow::Result<bool> {
        let mut command = match sabotage.finder {
            Finder::Torture { faults } => {
                let mut torture = self.program(&self.torture, "postgres", seed);
                torture.args(["--for", lasting, "--only", faults]);
                torture
            }
            Finder::Powercut => {
                let mut powercut = self.program(&self.powercut, "sqlite", seed);
                powercut.args(["--cuts", "5", "--first-starts", "0"]);
                powercut
            }
            Finder::Domain => {
                // Tests that cannot be built find nothing.
                process::run(domain_tests().arg("--no-run"))?;
                domain_tests()
            }
        };
        let status = command
            .env("LUDGER_SABOTAGE", sabotage.name)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .with_context(|| format!("cannot run {command:?}"))?;
        Ok(match sabotage.finder {
            Finder::Domain => !status.success(),
            Finder::Torture { .. } | Finder::Powercut => status.code() == Some(FOUND),
        })
    }

    fn program(&self, program: &Path, database: &str, seed: u64) -> Command {
        let mut command = Command::new(program);
        command.arg("--server").arg(&self.server).args([
            "--database",
            database,
            "--seed",
            &seed.to_string(),
        ]);
        command
    }
}

fn domain_tests() -> Command {
    let mut tests = cargo(["test", "--lib", "--package", "ludger-domain"]);
    tests.args(["--features", "sabotage"]);
    tests
}
