//! Transfers, put together again from their rows: the transfer itself, its entries with the accounts that they stand
//! on, and the hold that it made.

mod restore;

pub(super) use restore::{EntryRow, TransferRow, metadata};

use super::corrupt;
use super::rows::HoldRow;
use crate::connection::Connection;
use crate::dialect::key;
use crate::schema::{accounts, entries, holds, transfers};
use diesel::prelude::*;
use ludger_domain::ids::{HoldId, TransferId};
use ludger_domain::ledger::{Hold, Posted, Reference, Sealed, Transfer};
use std::collections::HashMap;

/// Which transfers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Find<'a> {
    Ids(&'a [TransferId]),
    References(&'a [Reference]),
}

/// A transfer as it was stored.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) transfer: Transfer,
    pub(crate) posted: Posted,
    pub(crate) sealed: Sealed,
}

/// The transfers that are there, in no order.
pub(crate) fn load(conn: &mut Connection, find: Find<'_>) -> QueryResult<Vec<Found>> {
    let query = transfers::table.select(TransferRow::as_select());
    let rows: Vec<TransferRow> = match find {
        Find::Ids([]) | Find::References([]) => return Ok(Vec::new()),
        Find::Ids(ids) => query
            .filter(transfers::id.eq_any(ids.iter().copied().map(key)))
            .load(conn)?,
        Find::References(references) => query
            .filter(transfers::reference.eq_any(references.iter().map(Reference::as_str)))
            .load(conn)?,
    };
    let ids = || rows.iter().map(|row| key(row.id));
    let mut lines: HashMap<TransferId, Vec<EntryRow>> = HashMap::new();
    let all: Vec<EntryRow> = entries::table
        .inner_join(accounts::table.on(accounts::id.eq(entries::account_id)))
        .filter(entries::transfer_id.eq_any(ids()))
        .order((entries::transfer_id.asc(), entries::ordinal.asc()))
        .select(EntryRow::as_select())
        .load(conn)?;
    for line in all {
        lines.entry(line.transfer_id).or_default().push(line);
    }
    let mut opened = opened(conn, &rows)?;
    rows.into_iter()
        .map(|row| {
            let (id, lines) = (row.id, lines.remove(&row.id).unwrap_or_default());
            let hold = row.hold_id.and_then(|hold| opened.remove(&hold));
            let (transfer, posted, sealed) = row.restore(&lines, hold)?;
            let transfer =
                transfer.map_err(|fault| corrupt(format_args!("transfer {id}"), fault))?;
            Ok(Found {
                transfer,
                posted,
                sealed,
            })
        })
        .collect()
}

/// The holds that these transfers made, as they were then.
pub(super) fn opened(
    conn: &mut Connection,
    rows: &[TransferRow],
) -> QueryResult<HashMap<HoldId, Hold>> {
    let ids: Vec<_> = rows
        .iter()
        .filter(|row| row.hold_step.as_deref() == Some("open"))
        .filter_map(|row| row.hold_id)
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<HoldRow> = holds::table
        .filter(holds::id.eq_any(ids.into_iter().map(key)))
        .select(HoldRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Hold::try_from(row).map(|hold| {
                (
                    hold.id,
                    Hold {
                        captured: 0,
                        released: 0,
                        ..hold
                    },
                )
            })
        })
        .collect()
}
