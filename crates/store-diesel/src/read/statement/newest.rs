//! The newest entries of many accounts at once, for [`crate::gather`]: what a page without a filter shows.

use super::{LineRow, load};
use crate::connection::Connection;
use crate::dialect::{Key, key, sql::Id};
use crate::gather::Found;
use crate::read::one_more;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer};
use ludger_domain::ledger::{AccountKey, Transaction};
use ludger_ports::PageRequest;
use ludger_ports::read::StatementFilter;

/// Which entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Newest {
    pub(crate) account: AccountKey,
    /// Only those with smaller numbers.
    pub(crate) before: Option<i64>,
    /// Up to one more than this.
    pub(crate) limit: usize,
}

/// What is hidden is left out. On Postgres one statement for all; SQLite needs no round trip, so it is asked for one after
/// the other.
pub(crate) fn newest_entries(
    conn: &mut Connection,
    wanted: &[Newest],
) -> QueryResult<Found<Newest, Vec<Transaction>>> {
    if let Connection::Pg(pg) = conn {
        return together(pg, wanted);
    }
    let filter = StatementFilter::default();
    let one = |wanted: &Newest| {
        let page = PageRequest {
            after: wanted.before,
            limit: wanted.limit,
        };
        load(conn, wanted.account, &filter, page).map(|found| (*wanted, Ok(found)))
    };
    wanted.iter().map(one).collect()
}

/// An entry, and which of the wanted it belongs to.
#[derive(QueryableByName)]
struct NumberedRow {
    #[diesel(sql_type = Integer)]
    number: i32,
    #[diesel(embed)]
    line: LineRow,
}

/// For each account as many rows of the index on (account, number) as are wanted, from its end, and no others.
const TOGETHER: &str = "\
    SELECT wanted.number::INTEGER AS number, line.* \
    FROM unnest($1, $2, $3) WITH ORDINALITY AS wanted (account_id, before, rows, number) \
    CROSS JOIN LATERAL (\
        SELECT entries.sequence, entries.transfer_id, entries.amount, entries.balance_after, entries.posted_at, \
               transfers.category, transfers.description, transfers.metadata, hidden_transactions.hidden_at \
        FROM entries \
        JOIN transfers ON transfers.id = entries.transfer_id \
        LEFT JOIN hidden_transactions ON hidden_transactions.account_id = entries.account_id \
                                     AND hidden_transactions.sequence = entries.sequence \
        WHERE entries.account_id = wanted.account_id AND entries.sequence < wanted.before \
          AND hidden_transactions.hidden_at IS NULL \
        ORDER BY entries.sequence DESC \
        LIMIT wanted.rows\
    ) AS line \
    ORDER BY number, line.sequence DESC";

fn together(
    conn: &mut PgConnection,
    wanted: &[Newest],
) -> QueryResult<Found<Newest, Vec<Transaction>>> {
    let accounts: Vec<Key> = wanted.iter().map(|one| key(one.account.id())).collect();
    let before = wanted.iter().map(|one| one.before.unwrap_or(i64::MAX));
    let rows: Vec<NumberedRow> = diesel::sql_query(TOGETHER)
        .bind::<Array<Id>, _>(accounts)
        .bind::<Array<BigInt>, _>(before.collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(
            wanted
                .iter()
                .map(|one| one_more(one.limit))
                .collect::<Vec<_>>(),
        )
        .load(conn)?;
    let mut rows = rows.into_iter().peekable();
    let of = |(number, one): (i32, &Newest)| {
        let mut found = Vec::with_capacity(one.limit);
        while let Some(row) = rows.next_if(|row| row.number == number) {
            found.push(row.line.read(one.account));
        }
        (*one, found.into_iter().collect())
    };
    Ok((1..).zip(wanted).map(of).collect())
}
