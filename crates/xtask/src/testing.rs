//! All tests: first everything that runs as a binary, then the examples in the docs.

use std::ffi::OsString;
use std::process::Command;

use crate::cargo::{self, FEATURES, cargo};
use crate::postgres;
use crate::process::{self, Report};
use crate::tally::Tally;

/// A profile of `.config/nextest.toml`.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// Stops at the first failure.
    Default,
    /// Runs all there is, and repeats the failures at the end.
    Ci,
}

/// Runs the tests with a Postgres for them. Arguments for the runner usually pick a few tests,
/// which the examples in the docs would drown: they are left out then.
pub(crate) fn run(
    profile: Profile,
    arguments: &[OsString],
    tally: &mut Tally,
) -> anyhow::Result<()> {
    postgres::with_database(|url| {
        let (mut runner, report) = runner(profile, arguments);
        process::run_counting(runner.env(postgres::URL_VARIABLE, url), report, tally)?;
        if arguments.is_empty() {
            let mut examples = cargo(["test", "--doc", "--workspace"]);
            examples.args(FEATURES).env(postgres::URL_VARIABLE, url);
            process::run_counting(&mut examples, Report::Stdout, tally)?;
        }
        Ok(())
    })
}

fn runner(profile: Profile, arguments: &[OsString]) -> (Command, Report) {
    let (mut command, report) = if cargo::has("nextest") {
        (
            cargo(["nextest", "run", "--profile", profile.name()]),
            Report::Stderr,
        )
    } else {
        (cargo(["test", "--tests"]), Report::Stdout)
    };
    if !arguments.iter().any(picks_packages) {
        command.arg("--workspace");
    }
    command.args(FEATURES).args(arguments);
    (command, report)
}

/// `--workspace` would override it.
fn picks_packages(argument: &OsString) -> bool {
    let argument = argument.to_string_lossy();
    argument.starts_with("--package") || (argument.starts_with("-p") && !argument.starts_with("--"))
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Ci => "ci",
        }
    }
}
