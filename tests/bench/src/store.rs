//! The door without HTTP: callers that commit one transfer after the other, beside whoever does the same by other means.
//!
//! - `pgbench`: one database transaction for each transfer, as a wallet table is usually kept;
//! - the **bare loop**: the same rows in the same tables by the same statements, in groups of a fixed size, with no
//!   callers, no rules and no hashes. What the door costs above it is what the door does;
//! - on SQLite the door itself, held to one commit a transaction.
//!
//! Rounds take turns, and each figure is the median of its rounds.

mod bare_postgres;
mod bare_sqlite;
mod callers;
mod on_postgres;
mod on_sqlite;
mod slow_sync;
mod world;

use crate::report::Report;
use std::time::Duration;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// On which database
    #[arg(long, value_enum, default_value_t = Database::Both)]
    database: Database,
    /// Rounds of each
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each round
    #[arg(long, default_value_t = 3)]
    seconds: u32,
    /// Only the door on Postgres, with so many callers, and no table: for a profile
    #[arg(long, value_name = "CALLERS")]
    profile: Option<usize>,
    /// Writers of the door
    #[arg(long)]
    writers: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Database {
    Postgres,
    Sqlite,
    Both,
}

impl Options {
    fn lasting(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    // Where a sync takes longer: this program again, with that one difference.
    if slow_sync::is_on() {
        return on_sqlite::one_slow_round(options);
    }
    if let Some(callers) = options.profile {
        return on_postgres::profile(options, callers);
    }
    let mut report = Report::new("store");
    if options.database != Database::Sqlite {
        on_postgres::measure(options, &mut report)?;
    }
    if options.database != Database::Postgres {
        on_sqlite::measure(options, &mut report)?;
    }
    report.finish()
}
