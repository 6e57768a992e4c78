use super::corrupt;
use crate::DieselStore;
use crate::connection::Connection;
use crate::schema::idempotency_records;
use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_ports::read::Idempotency;
use ludger_ports::{Fingerprint, IdempotencyScope, Recorded, Unavailable};
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_records)]
struct RecordRow {
    scope: Vec<u8>,
    fingerprint: Vec<u8>,
    receipt: String,
    committed: String,
    created_at: Timestamp,
}

#[async_trait]
impl Idempotency for DieselStore {
    async fn find(&self, scope: &IdempotencyScope) -> Result<Option<Recorded>, Unavailable> {
        let scope = scope.digest().to_vec();
        let found = self
            .reader
            .run(move |conn| by_scopes(conn, vec![scope.clone()]))
            .await?;
        Ok(found.into_values().next())
    }
}

/// What was recorded, by the digests of the scopes.
pub(crate) fn by_scopes(
    conn: &mut Connection,
    scopes: Vec<Vec<u8>>,
) -> QueryResult<HashMap<Vec<u8>, Recorded>> {
    let rows: Vec<RecordRow> = idempotency_records::table
        .filter(idempotency_records::scope.eq_any(scopes))
        .select(RecordRow::as_select())
        .load(conn)?;
    rows.into_iter().map(RecordRow::read).collect()
}

impl RecordRow {
    fn read(self) -> QueryResult<(Vec<u8>, Recorded)> {
        let json = |error| corrupt("an idempotency record", error);
        let fingerprint = <[u8; 32]>::try_from(self.fingerprint)
            .map_err(|_| corrupt("an idempotency record", "its fingerprint has not 32 bytes"))?;
        let recorded = Recorded {
            fingerprint: Fingerprint(fingerprint),
            receipt: self.receipt,
            committed: serde_json::from_str(&self.committed).map_err(json)?,
            created_at: self.created_at,
        };
        Ok((self.scope, recorded))
    }
}
