//! Transfers, entries, balances, holds, and the chain's head.

use crate::connection::Connection;
use crate::dialect::{key, on};
use crate::rows::{Column, Rows};
use crate::schema::ledger_shards::dsl;
use crate::writer::decide::Folded;
use diesel::prelude::*;
use ludger_domain::ids::{HoldId, TransferId};
use ludger_domain::ledger::{
    AccountState, ChainHash, Description, Entry, Hold, HoldChange, Metadata, Owner, Posted,
    PostedEntry, Reference, Sealed, Shard, Transfer,
};
use uuid::Uuid;

/// Writes what the fold made, and leaves the batch's id on the shard.
pub(in crate::writer) fn ledger(
    conn: &mut Connection,
    folded: &Folded<'_>,
    shard: Shard,
    batch: Uuid,
) -> QueryResult<()> {
    balances(conn, folded)?;
    holds(conn, folded.books.changed_holds())?;
    if folded.posted.is_empty() {
        return leave_id(conn, shard, batch);
    }
    let head = lock_head(conn, shard)?;
    let sealed = folded.seal(head);
    // Entries before their transfers: SQLite checks that they balance when the transfer arrives.
    entries(conn, &folded.posted)?;
    transfers(conn, &folded.posted, &sealed)?;
    move_head(conn, sealed.last().unwrap_or(&head), batch)
}

fn lock_head(conn: &mut Connection, shard: Shard) -> QueryResult<Sealed> {
    let row = dsl::ledger_shards
        .find(shard)
        .select((dsl::position, dsl::hash));
    let (position, hash): (i64, Vec<u8>) =
        on!(conn => pg: |c| row.for_update().first(c), sqlite: |c| row.first(c))?;
    let hash = <[u8; 32]>::try_from(hash).map_err(|_| {
        diesel::result::Error::DeserializationError("a chain hash is 32 bytes".into())
    })?;
    Ok(Sealed {
        shard,
        position,
        hash: ChainHash(hash),
    })
}

fn move_head(conn: &mut Connection, head: &Sealed, batch: Uuid) -> QueryResult<()> {
    let set = (
        dsl::position.eq(head.position),
        dsl::hash.eq(head.hash.0.as_slice()),
        dsl::batch.eq(key(batch)),
    );
    diesel::update(dsl::ledger_shards.find(head.shard))
        .set(set)
        .execute(conn)?;
    Ok(())
}

fn leave_id(conn: &mut Connection, shard: Shard, batch: Uuid) -> QueryResult<()> {
    diesel::update(dsl::ledger_shards.find(shard))
        .set(dsl::batch.eq(key(batch)))
        .execute(conn)?;
    Ok(())
}

fn balances(conn: &mut Connection, folded: &Folded<'_>) -> QueryResult<()> {
    let (mut known, mut opened): (Vec<_>, Vec<_>) =
        folded.books.changed().partition(|(_, is_known)| *is_known);
    for accounts in [&mut known, &mut opened] {
        accounts.sort_unstable_by_key(|(state, _)| state.key.id());
    }
    let states = |accounts: &[(&AccountState, bool)]| {
        Rows::new("accounts")
            .column(
                "id",
                Column::uuids(accounts.iter().map(|(a, _)| a.key.id().uuid())),
            )
            .column(
                "balance",
                Column::integers(accounts.iter().map(|(a, _)| a.balance)),
            )
            .column(
                "sequence",
                Column::integers(accounts.iter().map(|(a, _)| a.sequence)),
            )
            .column(
                "floor",
                Column::integers(accounts.iter().map(|(a, _)| a.floor)),
            )
            .column(
                "updated_at",
                Column::instants(accounts.iter().map(|(a, _)| a.updated_at)),
            )
    };
    states(&known).update(conn, &["id"])?;
    states(&opened)
        .column(
            "owner_id",
            Column::uuids(opened.iter().map(|(a, _)| owner(a))),
        )
        .column(
            "purpose",
            Column::texts(
                opened
                    .iter()
                    .map(|(a, _)| Some(a.key.purpose.to_string().into())),
            ),
        )
        .column(
            "currency",
            Column::texts(
                opened
                    .iter()
                    .map(|(a, _)| Some(a.key.currency.as_str().into())),
            ),
        )
        .insert(conn)?;
    Ok(())
}

fn owner(account: &AccountState) -> Uuid {
    match account.key.owner {
        Owner::User(user) => user.uuid(),
        Owner::System => Uuid::nil(),
    }
}

fn holds<'a>(conn: &mut Connection, holds: impl Iterator<Item = &'a Hold>) -> QueryResult<()> {
    let mut holds: Vec<_> = holds.collect();
    holds.sort_unstable_by_key(|hold| hold.id);
    Rows::new("holds")
        .column("id", Column::uuids(holds.iter().map(|h| h.id.uuid())))
        .column(
            "user_id",
            Column::uuids(holds.iter().map(|h| h.user.uuid())),
        )
        .column(
            "currency",
            Column::texts(
                holds
                    .iter()
                    .map(|h| Some(h.amount.currency.as_str().into())),
            ),
        )
        .column(
            "amount",
            Column::integers(holds.iter().map(|h| h.amount.minor)),
        )
        .column(
            "captured",
            Column::integers(holds.iter().map(|h| h.captured)),
        )
        .column(
            "released",
            Column::integers(holds.iter().map(|h| h.released)),
        )
        .column(
            "expires_at",
            Column::instants(holds.iter().map(|h| h.expires_at)),
        )
        .upsert(conn, &["id"], &["captured", "released"])?;
    Ok(())
}

fn entries(conn: &mut Connection, posted: &[(&Transfer, Posted)]) -> QueryResult<()> {
    let all: Vec<(&Posted, i16, &Entry, &PostedEntry)> = posted
        .iter()
        .flat_map(|(transfer, posted)| {
            let pairs = transfer.entries().iter().zip(&posted.entries);
            (0_i16..)
                .zip(pairs)
                .map(move |(ordinal, (entry, line))| (posted, ordinal, entry, line))
        })
        .collect();
    Rows::new("entries")
        .column(
            "transfer_id",
            Column::uuids(all.iter().map(|(p, ..)| p.transfer.uuid())),
        )
        .column(
            "ordinal",
            Column::small_integers(all.iter().map(|(_, ordinal, ..)| *ordinal)),
        )
        .column(
            "account_id",
            Column::uuids(all.iter().map(|(.., line)| line.account.uuid())),
        )
        .column(
            "currency",
            Column::texts(
                all.iter()
                    .map(|(_, _, e, _)| Some(e.key.currency.as_str().into())),
            ),
        )
        .column(
            "amount",
            Column::integers(all.iter().map(|(.., line)| line.amount)),
        )
        .column(
            "sequence",
            Column::integers(all.iter().map(|(.., line)| line.sequence)),
        )
        .column(
            "balance_after",
            Column::integers(all.iter().map(|(.., line)| line.balance_after)),
        )
        .column(
            "posted_at",
            Column::instants(all.iter().map(|(p, ..)| p.posted_at)),
        )
        .insert(conn)?;
    Ok(())
}

fn transfers(
    conn: &mut Connection,
    posted: &[(&Transfer, Posted)],
    sealed: &[Sealed],
) -> QueryResult<()> {
    let all = || posted.iter().map(|(transfer, _)| *transfer);
    let hold = |transfer: &Transfer| transfer.hold().map(HoldChange::id).map(HoldId::uuid);
    Rows::new("transfers")
        .column("id", Column::uuids(all().map(|t| t.id().uuid())))
        .column(
            "shard",
            Column::small_integers(sealed.iter().map(|s| s.shard)),
        )
        .column(
            "position",
            Column::integers(sealed.iter().map(|s| s.position)),
        )
        .column(
            "hash",
            Column::bytes(sealed.iter().map(|s| Some(s.hash.0.as_slice().into()))),
        )
        .column(
            "category",
            Column::texts(all().map(|t| Some(t.category().as_str().into()))),
        )
        .column(
            "description",
            Column::texts(all().map(|t| t.description().map(Description::as_str).map(Into::into))),
        )
        .column(
            "metadata",
            Column::texts(all().map(|t| t.metadata().map(Metadata::as_str).map(Into::into))),
        )
        .column(
            "reference",
            Column::texts(all().map(|t| t.reference().map(Reference::as_str).map(Into::into))),
        )
        .column(
            "reverses",
            Column::uuids(all().map(|t| t.reverses().map(TransferId::uuid))),
        )
        .column("hold_id", Column::uuids(all().map(hold)))
        .column(
            "hold_step",
            Column::texts(all().map(|t| t.hold().map(HoldChange::step).map(Into::into))),
        )
        .column(
            "occurred_at",
            Column::instants(all().map(Transfer::occurred_at)),
        )
        .column(
            "posted_at",
            Column::instants(posted.iter().map(|(_, p)| p.posted_at)),
        )
        .insert(conn)?;
    Ok(())
}
