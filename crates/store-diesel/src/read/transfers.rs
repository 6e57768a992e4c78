//! Transfers, put together again from their rows: the transfer itself, its entries with the accounts that they stand
//! on, and the hold that it made.

use super::rows::{HoldRow, account_key};
use super::{corrupt, word};
use crate::connection::Connection;
use crate::dialect::key;
use crate::schema::{accounts, entries, holds, transfers};
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, HoldId, TransferId, UserId};
use ludger_domain::ledger::{
    AccountKey, Category, ChainHash, Description, Hold, HoldChange, Metadata, Posted, PostedEntry,
    Purpose, Reference, Sealed, Shard, Transfer, TransferFault,
};
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

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = transfers)]
pub(super) struct TransferRow {
    pub(super) id: TransferId,
    shard: Shard,
    pub(super) position: i64,
    hash: Vec<u8>,
    category: String,
    description: Option<String>,
    metadata: Option<String>,
    reference: Option<String>,
    reverses: Option<TransferId>,
    pub(super) hold_id: Option<HoldId>,
    hold_step: Option<String>,
    occurred_at: Timestamp,
    posted_at: Timestamp,
}

/// An entry and, of its account, what it is unique by.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = entries)]
pub(super) struct EntryRow {
    pub(super) transfer_id: TransferId,
    account_id: AccountId,
    amount: i64,
    sequence: i64,
    balance_after: i64,
    #[diesel(select_expression = accounts::owner_id)]
    owner_id: UserId,
    #[diesel(select_expression = accounts::purpose)]
    purpose: String,
    #[diesel(select_expression = accounts::currency)]
    currency: String,
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

impl TransferRow {
    /// The transfer, if these entries still are one, with what it became and where it stands.
    ///
    /// `opened`: the hold that it made, if it made one.
    pub(super) fn restore(
        self,
        lines: &[EntryRow],
        opened: Option<Hold>,
    ) -> QueryResult<(Result<Transfer, TransferFault>, Posted, Sealed)> {
        let here = format!("transfer {}", self.id);
        let corrupt = |reason: &dyn std::fmt::Display| corrupt(&here, reason);
        let category = word(
            "a category",
            &self.category,
            Category::from_name(&self.category),
        )?;
        let description = self
            .description
            .map(Description::try_from)
            .transpose()
            .map_err(|e| corrupt(&e))?;
        let metadata = self
            .metadata
            .as_deref()
            .map(metadata)
            .transpose()
            .map_err(|e| corrupt(&e))?;
        let reference = self
            .reference
            .map(Reference::try_from)
            .transpose()
            .map_err(|e| corrupt(&e))?;
        let hash =
            <[u8; 32]>::try_from(self.hash).map_err(|_| corrupt(&"its hash has not 32 bytes"))?;
        let keys: Vec<AccountKey> = lines.iter().map(EntryRow::key).collect::<Result<_, _>>()?;
        let hold = match (self.hold_id, self.hold_step.as_deref()) {
            (None, None) => None,
            (Some(id), Some(step)) => {
                Some(hold_change(id, step, opened, lines, &keys).map_err(|e| corrupt(&e))?)
            }
            _ => return Err(corrupt(&"half a step of a hold")),
        };
        let mut builder = Transfer::build(self.id, category, self.occurred_at)
            .describe(description)
            .metadata(metadata)
            .reference(reference)
            .restore(self.reverses, hold);
        for (line, key) in lines.iter().zip(keys) {
            builder = builder.entry(key, line.amount);
        }
        let entries = lines.iter().map(EntryRow::posted).collect();
        let posted = Posted {
            transfer: self.id,
            posted_at: self.posted_at,
            entries,
        };
        let sealed = Sealed {
            shard: self.shard,
            position: self.position,
            hash: ChainHash(hash),
        };
        Ok((builder.finish(), posted, sealed))
    }
}

impl EntryRow {
    fn key(&self) -> Result<AccountKey, Error> {
        account_key(self.owner_id, &self.purpose, &self.currency)
    }

    const fn posted(&self) -> PostedEntry {
        PostedEntry {
            account: self.account_id,
            amount: self.amount,
            sequence: self.sequence,
            balance_after: self.balance_after,
        }
    }
}

pub(super) fn metadata(text: &str) -> Result<Metadata, String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Metadata::try_from(value).map_err(|fault| fault.to_string())
}

/// What was captured or released is what came out of `held`.
fn hold_change(
    id: HoldId,
    step: &str,
    opened: Option<Hold>,
    lines: &[EntryRow],
    keys: &[AccountKey],
) -> Result<HoldChange, String> {
    let other_side = lines
        .iter()
        .zip(keys)
        .find(|(_, key)| key.purpose != Purpose::Held);
    let amount = other_side.map_or(0, |(line, _)| line.amount);
    match step {
        "open" => Ok(HoldChange::Open(
            opened.ok_or_else(|| format!("its hold {id} is not there"))?,
        )),
        "capture" => Ok(HoldChange::Capture { id, amount }),
        "release" => Ok(HoldChange::Release { id, amount }),
        _ => Err(format!("{step:?} is no step of a hold")),
    }
}
