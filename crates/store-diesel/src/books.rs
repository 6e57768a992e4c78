//! The books of a few transfers: the accounts, holds, references and reversals that they touch, as they are now.
//!
//! The writer reads them under lock, in id order, so that two writers that touch the same accounts wait for each other
//! and never for ever. On Postgres that is one statement for each kind, bound by an array; on SQLite, where the write
//! transaction is the lock and a statement costs no round trip, one prepared look-up for each id.

use crate::connection::Connection;
use crate::dialect::{key, on};
use crate::read::rows::{AccountRow, HoldRow};
use crate::read::transfers::{self, Find};
use crate::schema::{accounts, holds, transfers as transfer_rows};
use diesel::prelude::*;
use ludger_domain::ids::{AccountId, HoldId, TransferId};
use ludger_domain::ledger::{AccountState, Books, Hold, Known};
use ludger_ports::read::BooksRequest;

/// Loads what `request` names and is there. `lock`: until the transaction ends, nobody else changes it.
pub(crate) fn load_books(
    conn: &mut Connection,
    request: &BooksRequest,
    lock: bool,
) -> QueryResult<Books> {
    let mut books = Books::default();
    for row in load_accounts(conn, &request.accounts, lock)? {
        books.load(AccountState::try_from(row)?);
    }
    for row in load_holds(conn, &request.holds, lock)? {
        books.load_hold(Hold::try_from(row)?);
    }
    for found in transfers::load(conn, Find::References(&request.references))? {
        let digest = found.transfer.content_digest();
        if let Some(reference) = found.transfer.reference() {
            books.load_reference(
                reference.clone(),
                Known {
                    digest,
                    posted: found.posted,
                },
            );
        }
    }
    for (original, by) in reversals(conn, &request.originals)? {
        books.load_reversal(original, by);
    }
    Ok(books)
}

/// The rows with these ids, by a query for many (Postgres, locked or not) or one for each (SQLite).
macro_rules! by_ids {
    ($conn:expr, $table:ident, $ids:expr, $lock:expr, $row:ty) => {{
        on!($conn =>
            pg: |c| {
                let many = $table::table.filter($table::id.eq_any($ids.iter().copied().map(key)));
                let many = many.order($table::id.asc()).select(<$row>::as_select());
                if $lock { many.for_update().load(c) } else { many.load(c) }
            },
            sqlite: |c| {
                let one = |id| $table::table.find(key(id)).select(<$row>::as_select()).first(&mut *c).optional();
                $ids.iter().copied().map(one).filter_map(Result::transpose).collect()
            },
        )
    }};
}

fn load_accounts(
    conn: &mut Connection,
    ids: &[AccountId],
    lock: bool,
) -> QueryResult<Vec<AccountRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    by_ids!(conn, accounts, ids, lock, AccountRow)
}

fn load_holds(conn: &mut Connection, ids: &[HoldId], lock: bool) -> QueryResult<Vec<HoldRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    by_ids!(conn, holds, ids, lock, HoldRow)
}

/// Which of these were reversed, and by what.
fn reversals(
    conn: &mut Connection,
    originals: &[TransferId],
) -> QueryResult<Vec<(TransferId, TransferId)>> {
    use transfer_rows::dsl::{id, reverses, transfers};
    if originals.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<(Option<TransferId>, TransferId)> = transfers
        .filter(reverses.eq_any(originals.iter().copied().map(key)))
        .select((reverses, id))
        .load(conn)?;
    Ok(found
        .into_iter()
        .filter_map(|(original, by)| Some((original?, by)))
        .collect())
}
