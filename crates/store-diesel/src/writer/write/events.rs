//! Events get the next numbers of their streams. Their rows are locked in id order, after everything else that a batch
//! locks, until the batch is committed: so numbers become visible in their order, and none is left out.

use crate::connection::Connection;
use crate::dialect::{key, on};
use crate::rows::{Column, Rows};
use crate::schema::streams::dsl;
use diesel::prelude::*;
use ludger_domain::Timestamp;
use ludger_domain::ids::StreamId;
use ludger_ports::NewEvent;
use std::collections::BTreeMap;

pub(super) fn write(conn: &mut Connection, events: &[(&NewEvent, Timestamp)]) -> QueryResult<()> {
    if events.is_empty() {
        return Ok(());
    }
    let mut last: BTreeMap<StreamId, i64> = events.iter().map(|(e, _)| (e.stream, 0)).collect();
    let known = lock(conn, &last)?;
    last.extend(known.iter().copied());
    let numbered: Vec<(&NewEvent, i64, Timestamp)> = events
        .iter()
        .filter_map(|(event, at)| {
            let sequence = last.get_mut(&event.stream)?;
            *sequence += 1;
            Some((*event, *sequence, *at))
        })
        .collect();
    let is_known = |id: &StreamId| known.iter().any(|(known, _)| known == id);
    let (changed, new): (Vec<_>, Vec<_>) = last.into_iter().partition(|(id, _)| is_known(id));
    // Who finds another stream in its place is applied again, and finds it to be locked.
    streams(&new).insert(conn)?;
    streams(&changed).update(conn, &["id"])?;
    insert(conn, &numbered)
}

fn lock(
    conn: &mut Connection,
    wanted: &BTreeMap<StreamId, i64>,
) -> QueryResult<Vec<(StreamId, i64)>> {
    let those = dsl::streams
        .filter(dsl::id.eq_any(wanted.keys().map(|id| key(*id))))
        .order(dsl::id)
        .select((dsl::id, dsl::last_sequence));
    on!(conn => pg: |c| those.for_update().load(c), sqlite: |c| those.load(c))
}

fn streams<'a>(streams: &[(StreamId, i64)]) -> Rows<'a> {
    Rows::new("streams")
        .column("id", Column::uuids(streams.iter().map(|(id, _)| id.uuid())))
        .column(
            "last_sequence",
            Column::integers(streams.iter().map(|(_, last)| *last)),
        )
}

fn insert(conn: &mut Connection, events: &[(&NewEvent, i64, Timestamp)]) -> QueryResult<()> {
    Rows::new("stream_events")
        .column(
            "stream_id",
            Column::uuids(events.iter().map(|(e, ..)| e.stream.uuid())),
        )
        .column(
            "sequence",
            Column::integers(events.iter().map(|(_, sequence, _)| *sequence)),
        )
        .column(
            "name",
            Column::texts(events.iter().map(|(e, ..)| Some(e.name.into()))),
        )
        .column(
            "payload",
            Column::texts(
                events
                    .iter()
                    .map(|(e, ..)| Some(e.payload.to_string().into())),
            ),
        )
        .column(
            "created_at",
            Column::instants(events.iter().map(|(.., at)| *at)),
        )
        .insert(conn)?;
    Ok(())
}
