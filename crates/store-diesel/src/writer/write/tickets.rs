//! Tickets, by which something is followed.

use super::Sorted;
use crate::connection::Connection;
use crate::rows::{Column, Rows};
use diesel::QueryResult;
use diesel::result::Error;
use ludger_domain::accounts::Ticket;

pub(super) fn write(conn: &mut Connection, sorted: &Sorted<'_>) -> QueryResult<()> {
    let (new, used): (Vec<_>, Vec<_>) = sorted
        .tickets
        .iter()
        .partition(|ticket| ticket.used_at.is_none());
    rows(&new)?.insert(conn)?;
    rows(&used)?.update(conn, &["hash"])?;
    Ok(())
}

fn rows<'a>(tickets: &[&'a Ticket]) -> QueryResult<Rows<'a>> {
    let means: Vec<String> = tickets
        .iter()
        .map(|ticket| serde_json::to_string(&ticket.means))
        .collect::<Result<_, _>>()
        .map_err(|error| Error::SerializationError(error.into()))?;
    let all = || tickets.iter();
    Ok(Rows::new("tickets")
        .column(
            "hash",
            Column::bytes(all().map(|t| Some(t.hash.0.as_slice().into()))),
        )
        .column("user_id", Column::uuids(all().map(|t| t.user.uuid())))
        .column(
            "means",
            Column::texts(means.into_iter().map(|means| Some(means.into()))),
        )
        .column("stream_id", Column::uuids(all().map(|t| t.stream.uuid())))
        .column("created_at", Column::instants(all().map(|t| t.created_at)))
        .column("expires_at", Column::instants(all().map(|t| t.expires_at)))
        .column("used_at", Column::instants(all().map(|t| t.used_at))))
}
