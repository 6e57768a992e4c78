//! What became of a batch whose COMMIT got no answer.
//!
//! Every batch leaves its id on the row of its shard. The row stays locked as long as the lost transaction lives, so
//! reading it under lock waits for that transaction's end. It then names our batch, or the one before it, which says
//! that ours was rolled back, or somebody else's, which says nothing.

use crate::connection::{Connection, ConnectionManager};
use crate::dialect::on;
use crate::errors::is_connection_lost;
use crate::schema::ledger_shards::dsl;
use diesel::prelude::*;
use ludger_domain::ledger::Shard;
use ludger_ports::{CommitError, OutcomeUnknown};
use r2d2::ManageConnection;
use uuid::Uuid;

/// How often a new connection is tried before the outcome is told as unknown.
const ATTEMPTS_MAX: usize = 3;

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Committed,
    RolledBack,
    Unknown,
}

/// The error of callers who cannot be told.
pub(super) fn unknown(reason: &str) -> CommitError {
    let source: Box<dyn std::error::Error + Send + Sync> = reason.into();
    OutcomeUnknown {
        source: source.into(),
    }
    .into()
}

/// Asks the database.
pub(super) fn find(
    manager: &ConnectionManager,
    shard: Shard,
    batch: Uuid,
    before: Option<Uuid>,
) -> Fate {
    for _ in 0..ATTEMPTS_MAX {
        let Ok(mut conn) = manager.connect() else {
            continue;
        };
        match last_batch(&mut conn, shard) {
            Ok(found) if found == Some(batch) => return Fate::Committed,
            Ok(found) if found == before => return Fate::RolledBack,
            Ok(_) => return Fate::Unknown,
            Err(error) if is_connection_lost(&error) => {}
            Err(error) => tracing::warn!(%error, "looking up a batch failed"),
        }
    }
    Fate::Unknown
}

fn last_batch(conn: &mut Connection, shard: Shard) -> QueryResult<Option<Uuid>> {
    conn.begin_write()?;
    let row = dsl::ledger_shards.find(shard).select(dsl::batch);
    let found = on!(conn => pg: |c| row.for_update().first(c), sqlite: |c| row.first(c));
    conn.rollback()?;
    found
}

#[cfg(test)]
mod tests;
