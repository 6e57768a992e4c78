//! The disk forgets, and who looks finds it: databases lose by unsafe settings, and not by safe ones.
#![expect(
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is what it is for"
)]

use ludger_powercut::bare::{Setting, lose};
use ludger_powercut::machine::Kind;
use ludger_powercut::skipped_without_fuse;
use std::path::Path;
use std::time::Duration;

#[test]
fn sqlite_loses_unless_it_syncs_each_commit() {
    loses_by_unsafe_settings_alone(Kind::Sqlite);
}

#[test]
fn postgres_loses_unless_it_syncs_each_commit() {
    loses_by_unsafe_settings_alone(Kind::Postgres);
}

fn loses_by_unsafe_settings_alone(kind: Kind) {
    if skipped_without_fuse() {
        return;
    }
    let writer = Path::new(env!("CARGO_BIN_EXE_ludger-powercut"));
    for setting in Setting::all(kind) {
        let loss = lose(kind, setting, writer, Duration::from_secs(1)).unwrap();
        assert!(
            setting.is_borne_out(loss),
            "{}: {loss:?}",
            setting.statement
        );
    }
}
