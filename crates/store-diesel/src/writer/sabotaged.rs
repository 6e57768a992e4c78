//! What the writer does when it is broken on purpose (see [`Sabotage`](ludger_ports::sabotage::Sabotage)).

use super::worker::Batch;
use super::write;
use crate::connection::Connection;
use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use std::thread;
use std::time::Duration;

/// Long enough for a kill to fall into it.
const LATE: Duration = Duration::from_millis(20);

#[expect(
    clippy::disallowed_methods,
    reason = "to be late is what is broken here"
)]
fn be_late() {
    thread::sleep(LATE);
}

/// For `AnswerBeforeCommit`: the callers have their answer while this goes on.
pub(super) fn commit_late(mut conn: Connection) {
    thread::spawn(move || {
        be_late();
        if let Err(error) = conn.commit() {
            tracing::debug!(%error, "the late COMMIT failed");
        }
    });
}

/// For `KeyElsewhere`.
pub(super) fn keys_elsewhere(conn: &mut Connection, batch: &Batch<'_>) -> QueryResult<()> {
    be_late();
    conn.write(|conn| write::keys(conn, batch))
}

/// For `NoLock`: the key that would notice two entries with one number.
pub(crate) fn drop_unique_key(conn: &mut Connection) -> QueryResult<()> {
    conn.batch_execute(
        "ALTER TABLE entries DROP CONSTRAINT IF EXISTS entries_account_id_sequence_key",
    )
}
