//! Requests that were answered before.

use super::worker::Batch;
use crate::connection::Connection;
use crate::read::idempotency::by_scopes;
use diesel::QueryResult;
use ludger_ports::CommitError;
use std::collections::HashMap;

/// Gives members whose key was used before what was recorded then. One statement, and none without keys.
pub(super) fn check(conn: &mut Connection, batch: &mut Batch<'_>) -> QueryResult<()> {
    replay(conn, batch, batch.open())
}

/// Looks again for members that were rejected since. What rejected them may be the effect of the very same request,
/// committed by another writer after the first look; whoever sees the effect sees its record too.
pub(super) fn check_rejected(conn: &mut Connection, batch: &mut Batch<'_>) -> QueryResult<()> {
    replay(conn, batch, batch.rejected())
}

fn replay(conn: &mut Connection, batch: &mut Batch<'_>, members: Vec<usize>) -> QueryResult<()> {
    let scope = |index: usize| {
        let record = batch.parts(index).idempotency.as_ref()?;
        Some((record.scope.digest().to_vec(), index))
    };
    let scopes: HashMap<Vec<u8>, usize> = members.into_iter().filter_map(scope).collect();
    if scopes.is_empty() {
        return Ok(());
    }
    for (scope, recorded) in by_scopes(conn, scopes.keys().cloned().collect())? {
        if let Some(index) = scopes.get(&scope) {
            batch.decide(*index, Err(CommitError::Duplicate(Box::new(recorded))));
        }
    }
    Ok(())
}
