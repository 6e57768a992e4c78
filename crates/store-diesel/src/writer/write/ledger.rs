//! Transfers, entries, balances, holds, and the chain's head.

use crate::connection::Connection;
use crate::dialect::{key, on};
use crate::rows::{Column, Rows};
use crate::schema::{self, ledger_shards::dsl};
use crate::writer::decide::Folded;
use diesel::prelude::*;
use ludger_domain::accounts::AuditRecord;
use ludger_domain::ids::{AccountId, HoldId, TransferId};
use ludger_domain::ledger::{
    AccountState, ChainHash, Description, Entry, Hold, HoldChange, Metadata, Owner, Posted,
    PostedEntry, Reference, Sealed, Shard, Transfer,
};
use uuid::Uuid;

/// The end of a shard's chain, and the batch that left it there.
#[derive(Debug, Clone, Copy)]
pub(in crate::writer) struct Head {
    sealed: Sealed,
    /// The end of the audit log's chain beside it.
    audit: Sealed,
    /// `None`: no batch was ever committed on this shard.
    pub(in crate::writer) batch: Option<Uuid>,
}

/// What moving a head took.
#[derive(Debug, Clone, Copy)]
pub(in crate::writer) struct Moved {
    pub(in crate::writer) from: Head,
    pub(in crate::writer) to: Head,
}

/// Writes what the fold made, seals what the audit log is told, and leaves the batch's id on the shard. `head` is where the
/// writer believes the chains to end; if another node has used the shard since, it is read again.
pub(in crate::writer) fn ledger(
    conn: &mut Connection,
    folded: &Folded<'_>,
    audit: &[&AuditRecord],
    shard: Shard,
    head: Option<Head>,
    batch: Uuid,
) -> QueryResult<(Moved, Vec<Sealed>)> {
    balances(conn, folded)?;
    holds(conn, folded.books.changed_holds())?;
    let (moved, sealed, sealed_audit) = seal(conn, folded, audit, shard, head, batch)?;
    // Entries before their transfers: SQLite checks that they balance when the transfer arrives.
    entries(conn, &folded.posted)?;
    transfers(conn, &folded.posted, &sealed)?;
    Ok((moved, sealed_audit))
}

fn seal(
    conn: &mut Connection,
    folded: &Folded<'_>,
    audit: &[&AuditRecord],
    shard: Shard,
    believed: Option<Head>,
    batch: Uuid,
) -> QueryResult<(Moved, Vec<Sealed>, Vec<Sealed>)> {
    let mut from = match believed {
        Some(head) => head,
        None => lock_head(conn, shard)?,
    };
    loop {
        let sealed = folded.seal(from.sealed);
        let sealed_audit = follow(from.audit, audit);
        let to = Head {
            sealed: *sealed.last().unwrap_or(&from.sealed),
            audit: *sealed_audit.last().unwrap_or(&from.audit),
            batch: Some(batch),
        };
        let moved = Moved { from, to };
        if move_head(conn, &moved)? {
            return Ok((moved, sealed, sealed_audit));
        }
        // Under lock it stays where it is until we have moved it.
        from = lock_head(conn, shard)?;
    }
}

fn follow(head: Sealed, records: &[&AuditRecord]) -> Vec<Sealed> {
    let next = |head: &mut Sealed, record: &&AuditRecord| {
        *head = record.seal(head);
        Some(*head)
    };
    records.iter().scan(head, next).collect()
}

fn lock_head(conn: &mut Connection, shard: Shard) -> QueryResult<Head> {
    let row = dsl::ledger_shards.find(shard).select((
        dsl::position,
        dsl::hash,
        dsl::audit_position,
        dsl::audit_hash,
        dsl::batch,
    ));
    let (position, hash, audit_position, audit_hash, batch) =
        on!(conn => pg: |c| row.for_update().first(c), sqlite: |c| row.first(c))?;
    let sealed = |position, hash: Vec<u8>| {
        let hash = <[u8; 32]>::try_from(hash).map(ChainHash);
        let hash = hash.map_err(|_| {
            diesel::result::Error::DeserializationError("a chain hash is 32 bytes".into())
        })?;
        QueryResult::Ok(Sealed {
            shard,
            position,
            hash,
        })
    };
    Ok(Head {
        sealed: sealed(position, hash)?,
        audit: sealed(audit_position, audit_hash)?,
        batch,
    })
}

/// Whether the head was where it was believed to be. Each batch has an id of its own, so the id tells.
fn move_head(conn: &mut Connection, moved: &Moved) -> QueryResult<bool> {
    let Moved { from, to } = moved;
    let set = (
        dsl::position.eq(to.sealed.position),
        dsl::hash.eq(to.sealed.hash.0.as_slice()),
        dsl::audit_position.eq(to.audit.position),
        dsl::audit_hash.eq(to.audit.hash.0.as_slice()),
        dsl::batch.eq(to.batch.map(key)),
    );
    let shard = dsl::ledger_shards.find(from.sealed.shard);
    let rows = match from.batch {
        Some(batch) => diesel::update(shard.filter(dsl::batch.eq(key(batch))))
            .set(set)
            .execute(conn)?,
        None => diesel::update(shard.filter(dsl::batch.is_null()))
            .set(set)
            .execute(conn)?,
    };
    Ok(rows == 1)
}

fn balances(conn: &mut Connection, folded: &Folded<'_>) -> QueryResult<()> {
    let (mut known, mut opened): (Vec<_>, Vec<_>) =
        folded.books.changed().partition(|(.., is_known)| *is_known);
    for accounts in [&mut known, &mut opened] {
        accounts.sort_unstable_by_key(|(id, ..)| *id);
    }
    let states = |accounts: &[(AccountId, &AccountState, bool)]| {
        Rows::new("accounts")
            .column(
                "id",
                Column::uuids(accounts.iter().map(|(id, ..)| id.uuid())),
            )
            .column(
                "balance",
                Column::integers(accounts.iter().map(|(_, a, _)| a.balance)),
            )
            .column(
                "sequence",
                Column::integers(accounts.iter().map(|(_, a, _)| a.sequence)),
            )
            .column(
                "floor",
                Column::integers(accounts.iter().map(|(_, a, _)| a.floor)),
            )
            .column(
                "updated_at",
                Column::instants(accounts.iter().map(|(_, a, _)| a.updated_at)),
            )
    };
    states(&known).update(conn, &["id"])?;
    states(&opened)
        .column(
            "owner_id",
            Column::uuids(opened.iter().map(|(_, a, _)| owner(a))),
        )
        .column(
            "purpose",
            Column::texts(
                opened
                    .iter()
                    .map(|(_, a, _)| Some(a.key.purpose.to_string().into())),
            ),
        )
        .column(
            "currency",
            Column::texts(
                opened
                    .iter()
                    .map(|(_, a, _)| Some(a.key.currency.as_str().into())),
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
        .insert_into(conn, schema::entries::table)?;
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
        .insert_into(conn, schema::transfers::table)?;
    Ok(())
}
