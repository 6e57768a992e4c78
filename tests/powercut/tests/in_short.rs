//! A few power cuts under the program, on both databases. `ludger-powercut` cuts as often as it is told.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that panics has failed, and tells what it saw"
)]

use ludger_powercut::disk::Names;
use ludger_powercut::machine::Kind;
use ludger_powercut::run::{Plan, Verdict, run};
use ludger_powercut::skipped_without_fuse;
use std::time::Duration;

#[test]
fn what_was_acknowledged_outlives_power_cuts_on_sqlite() {
    outlives_power_cuts(&plan(Kind::Sqlite, 4));
}

#[test]
fn what_was_acknowledged_outlives_power_cuts_on_postgres() {
    outlives_power_cuts(&plan(Kind::Postgres, 2));
}

#[test]
fn what_a_lying_disk_loses_is_missed() {
    if skipped_without_fuse() {
        return;
    }
    let mut plan = plan(Kind::Sqlite, 1);
    plan.is_disk_lying = true;
    let report = run(&plan).expect("it can be run");
    assert!(report.lost > 0, "{}", report.told(&plan));
    assert_eq!(report.verdict(), Verdict::Violated);
}

fn outlives_power_cuts(plan: &Plan) {
    if skipped_without_fuse() {
        return;
    }
    let report = run(plan).expect("it can be run");
    println!("{}", report.told(plan));
    assert_eq!(report.verdict(), Verdict::Passed);
}

fn plan(kind: Kind, cuts: u32) -> Plan {
    Plan {
        server: env!("CARGO_BIN_EXE_ludger").into(),
        kind,
        names: Names::Journal,
        cuts,
        first_starts: 1,
        time_max: Duration::from_secs(30),
        load_max: Duration::from_millis(1500),
        sync_time: Duration::from_millis(1),
        settings: Vec::new(),
        is_disk_lying: false,
        seed: 1,
    }
}
