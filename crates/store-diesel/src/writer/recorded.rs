//! Requests that were answered before.

use super::worker::Batch;
use crate::connection::Connection;
use crate::schema::idempotency_records::dsl;
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_ports::{CommitError, Fingerprint, Recorded};
use std::collections::HashMap;

type Row = (Vec<u8>, Vec<u8>, String, String, Timestamp);

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
    let known = dsl::idempotency_records.filter(dsl::scope.eq_any(scopes.keys()));
    let columns = (
        dsl::scope,
        dsl::fingerprint,
        dsl::receipt,
        dsl::committed,
        dsl::created_at,
    );
    for row in known.select(columns).load::<Row>(conn)? {
        if let Some(index) = scopes.get(&row.0) {
            let recorded = recorded(row)?;
            batch.decide(*index, Err(CommitError::Duplicate(Box::new(recorded))));
        }
    }
    Ok(())
}

fn recorded((_, fingerprint, receipt, committed, created_at): Row) -> QueryResult<Recorded> {
    let unreadable =
        |error: Box<dyn std::error::Error + Send + Sync>| Error::DeserializationError(error);
    Ok(Recorded {
        fingerprint: Fingerprint(
            fingerprint
                .try_into()
                .map_err(|_| unreadable("a fingerprint is 32 bytes".into()))?,
        ),
        receipt: serde_json::from_str(&receipt).map_err(|error| unreadable(error.into()))?,
        committed: serde_json::from_str(&committed).map_err(|error| unreadable(error.into()))?,
        created_at,
    })
}
