//! Tickets, by which something is followed.

use super::auth::token_hash;
use super::corrupt;
use crate::schema::tickets;
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_domain::accounts::Ticket;
use ludger_domain::ids::{StreamId, UserId};

#[derive(Queryable, Selectable)]
#[diesel(table_name = tickets)]
pub(super) struct TicketRow {
    hash: Vec<u8>,
    user_id: UserId,
    means: String,
    stream_id: StreamId,
    created_at: Timestamp,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
}

impl TryFrom<TicketRow> for Ticket {
    type Error = Error;

    fn try_from(row: TicketRow) -> Result<Self, Error> {
        let here = "a ticket";
        Ok(Self {
            hash: token_hash(here, row.hash)?,
            user: row.user_id,
            means: serde_json::from_str(&row.means).map_err(|error| corrupt(here, error))?,
            stream: row.stream_id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
        })
    }
}
