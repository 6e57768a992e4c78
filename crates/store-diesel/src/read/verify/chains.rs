//! Along each chain: every transfer with its entries, as its hash says. Nothing behind the first that does not fit
//! can fit either, so of each chain one discrepancy is told.

use super::{Findings, PAGE};
use crate::connection::Connection;
use crate::read::transfers::{EntryRow, TransferRow, opened};
use crate::schema::{accounts, entries, ledger_shards, transfers};
use diesel::prelude::*;
use ludger_domain::ledger::{ChainCheck, ChainHash, Discrepancy, Hold, Sealed, Shard};
use std::collections::BTreeMap;

pub(super) fn check(conn: &mut Connection, findings: &mut Findings) -> QueryResult<()> {
    for head in heads(conn)?.into_values() {
        let mut chain = ChainCheck::start(head.shard);
        let checked = match follow(conn, &mut chain, head.shard, findings)? {
            Ok(()) => chain.finish(head),
            Err(broken) => Err(broken),
        };
        findings.tell(checked);
    }
    Ok(())
}

/// The heads that are stored, and an empty one for every chain that has none.
fn heads(conn: &mut Connection) -> QueryResult<BTreeMap<Shard, Sealed>> {
    let rows: Vec<(Shard, i64, Vec<u8>)> = ledger_shards::table
        .select((
            ledger_shards::shard,
            ledger_shards::position,
            ledger_shards::hash,
        ))
        .load(conn)?;
    let mut heads = BTreeMap::new();
    for (shard, position, hash) in rows {
        // A hash of another length fits no chain.
        let hash = ChainHash(<[u8; 32]>::try_from(hash).unwrap_or([0xff; 32]));
        heads.insert(
            shard,
            Sealed {
                shard,
                position,
                hash,
            },
        );
    }
    let mut last = None;
    loop {
        let mut next = transfers::table
            .select(transfers::shard)
            .order(transfers::shard.asc())
            .into_boxed();
        if let Some(last) = last {
            next = next.filter(transfers::shard.gt(last));
        }
        let Some(shard) = next.first::<Shard>(conn).optional()? else {
            return Ok(heads);
        };
        heads.entry(shard).or_insert_with(|| Sealed::genesis(shard));
        last = Some(shard);
    }
}

/// To the chain's end, or to the first transfer that does not fit.
fn follow(
    conn: &mut Connection,
    chain: &mut ChainCheck,
    shard: Shard,
    findings: &mut Findings,
) -> QueryResult<Result<(), Discrepancy>> {
    let mut last = i64::MIN;
    loop {
        let page: Vec<TransferRow> = transfers::table
            .filter(transfers::shard.eq(shard))
            .filter(transfers::position.gt(last))
            .order(transfers::position.asc())
            .limit(PAGE)
            .select(TransferRow::as_select())
            .load(conn)?;
        let Some(end) = page.last().map(|row| row.position) else {
            return Ok(Ok(()));
        };
        let mut lines = lines(conn, shard, last, end)?.into_iter().peekable();
        let mut holds = opened(conn, &page)?;
        for row in page {
            let hold = row.hold_id.and_then(|hold| holds.remove(&hold));
            let mut own = Vec::with_capacity(2);
            while let Some(line) = lines.next_if(|line| line.transfer_id == row.id) {
                own.push(line);
            }
            findings.found.transfers += 1;
            if let Err(broken) = step(chain, shard, row, &own, hold) {
                return Ok(Err(broken));
            }
        }
        last = end;
    }
}

fn step(
    chain: &mut ChainCheck,
    shard: Shard,
    row: TransferRow,
    lines: &[EntryRow],
    hold: Option<Hold>,
) -> Result<(), Discrepancy> {
    let (id, position) = (row.id, row.position);
    match row.restore(lines, hold) {
        Ok((transfer, posted, sealed)) => chain.next(sealed, id, transfer.as_ref(), &posted),
        // A column holds what none of ours has written.
        Err(error) => Err(Discrepancy::Malformed {
            transfer: id,
            shard,
            position,
            reason: error.to_string(),
        }),
    }
}

/// The entries of the transfers from behind `last` up to `end`, in the chain's order.
fn lines(conn: &mut Connection, shard: Shard, last: i64, end: i64) -> QueryResult<Vec<EntryRow>> {
    transfers::table
        .inner_join(entries::table.on(entries::transfer_id.eq(transfers::id)))
        .inner_join(accounts::table.on(accounts::id.eq(entries::account_id)))
        .filter(transfers::shard.eq(shard))
        .filter(transfers::position.gt(last))
        .filter(transfers::position.le(end))
        .order((transfers::position.asc(), entries::ordinal.asc()))
        .select(EntryRow::as_select())
        .load(conn)
}
