//! What happened, for those who follow it.

use crate::DieselStore;
use crate::dialect::key;
use crate::schema::{stream_events, streams};
use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::ids::StreamId;
use ludger_ports::read::Streams;
use ludger_ports::{StreamEvent, Unavailable};

#[derive(Queryable, Selectable)]
#[diesel(table_name = stream_events)]
struct EventRow {
    stream_id: StreamId,
    sequence: i64,
    name: String,
    payload: String,
    created_at: Timestamp,
}

#[async_trait]
impl Streams for DieselStore {
    async fn last_sequences(
        &self,
        wanted: &[StreamId],
    ) -> Result<Vec<(StreamId, i64)>, Unavailable> {
        let wanted: Vec<_> = wanted.iter().map(|id| key(*id)).collect();
        self.reader
            .run(move |conn| {
                streams::table
                    .filter(streams::id.eq_any(&wanted))
                    .select((streams::id, streams::last_sequence))
                    .load(conn)
            })
            .await
    }

    async fn events(
        &self,
        stream: StreamId,
        after: i64,
        limit: usize,
    ) -> Result<Vec<StreamEvent>, Unavailable> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found: Vec<EventRow> = self
            .reader
            .run(move |conn| {
                stream_events::table
                    .filter(stream_events::stream_id.eq(key(stream)))
                    .filter(stream_events::sequence.gt(after))
                    .order(stream_events::sequence.asc())
                    .limit(limit)
                    .select(EventRow::as_select())
                    .load(conn)
            })
            .await?;
        Ok(found.into_iter().map(StreamEvent::from).collect())
    }
}

impl From<EventRow> for StreamEvent {
    fn from(row: EventRow) -> Self {
        Self {
            stream: row.stream_id,
            sequence: row.sequence,
            name: row.name,
            payload: row.payload,
            at: row.created_at,
        }
    }
}
