//! The entries of one account.
//!
//! `posted_at` never runs backwards along an account's numbers, so an instant is found by halving the numbers: about
//! log2(n) look-ups in the unique index on (account, number), however long the account is, and no index on time that
//! every posting would have to keep up.

mod newest;

pub(crate) use newest::{Newest, newest_entries};

use super::{corrupt, one_more, transfers, word};
use crate::connection::Connection;
use crate::dialect::{holds, key, sql::Instant};
use crate::schema::{entries, hidden_transactions, transfers as transfer_rows};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, TransferId};
use ludger_domain::ledger::{AccountKey, Category, Description, Direction, Transaction};
use ludger_ports::PageRequest;
use ludger_ports::read::{StatementFilter, StatementPosition};

#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = entries)]
struct LineRow {
    sequence: i64,
    transfer_id: TransferId,
    amount: i64,
    balance_after: i64,
    posted_at: Timestamp,
    #[diesel(select_expression = transfer_rows::category, sql_type = Text)]
    category: String,
    #[diesel(select_expression = transfer_rows::description, sql_type = Nullable<Text>)]
    description: Option<String>,
    #[diesel(select_expression = transfer_rows::metadata, sql_type = Nullable<Text>)]
    metadata: Option<String>,
    #[diesel(select_expression = hidden_transactions::hidden_at.nullable(), sql_type = Nullable<Instant>)]
    hidden_at: Option<Timestamp>,
}

/// The entries of an account, each with its transfer and whether it is hidden, before anything narrows them.
macro_rules! lines {
    ($account:expr) => {
        entries::table
            .inner_join(transfer_rows::table.on(transfer_rows::id.eq(entries::transfer_id)))
            .left_join(
                hidden_transactions::table.on(hidden_transactions::account_id
                    .eq(entries::account_id)
                    .and(hidden_transactions::sequence.eq(entries::sequence))),
            )
            .filter(entries::account_id.eq(key($account.id())))
            .select(LineRow::as_select())
    };
}

/// The newest first; up to one more than asked for.
pub(super) fn load(
    conn: &mut Connection,
    account: AccountKey,
    filter: &StatementFilter,
    page: PageRequest<StatementPosition>,
) -> QueryResult<Vec<Transaction>> {
    let StatementFilter {
        direction,
        category,
        from,
        to,
        text,
        with_hidden,
    } = filter;
    let mut query = lines!(account).into_boxed();
    let mut before = page.after;
    if let Some(to) = to {
        let first_after = first_at_or_after(conn, account.id(), *to)?;
        before = Some(before.map_or(first_after, |before| before.min(first_after)));
    }
    if let Some(from) = from {
        query = query.filter(entries::sequence.ge(first_at_or_after(conn, account.id(), *from)?));
    }
    if let Some(before) = before {
        query = query.filter(entries::sequence.lt(before));
    }
    query = match direction {
        Some(Direction::Credit) => query.filter(entries::amount.gt(0)),
        Some(Direction::Debit) => query.filter(entries::amount.lt(0)),
        None => query,
    };
    if let Some(category) = category {
        query = query.filter(transfer_rows::category.eq(category.as_str()));
    }
    if let Some(text) = text {
        query = query.filter(holds(transfer_rows::description, text));
    }
    if !with_hidden {
        query = query.filter(hidden_transactions::hidden_at.is_null());
    }
    let rows: Vec<LineRow> = query
        .order(entries::sequence.desc())
        .limit(one_more(page.limit))
        .load(conn)?;
    rows.into_iter().map(|row| row.read(account)).collect()
}

/// One entry, hidden or not.
pub(super) fn find(
    conn: &mut Connection,
    account: AccountKey,
    sequence: i64,
) -> QueryResult<Option<Transaction>> {
    let row: Option<LineRow> = lines!(account)
        .filter(entries::sequence.eq(sequence))
        .first(conn)
        .optional()?;
    row.map(|row| row.read(account)).transpose()
}

/// What the account had right after the last entry at or before `at`.
pub(super) fn balance_at(
    conn: &mut Connection,
    account: AccountId,
    at: Timestamp,
) -> QueryResult<i64> {
    let last = first_where(conn, account, |posted_at| posted_at > at)? - 1;
    let balance: Option<i64> = entries::table
        .filter(entries::account_id.eq(key(account)))
        .filter(entries::sequence.eq(last))
        .select(entries::balance_after)
        .first(conn)
        .optional()?;
    Ok(balance.unwrap_or(0))
}

fn first_at_or_after(conn: &mut Connection, account: AccountId, at: Timestamp) -> QueryResult<i64> {
    first_where(conn, account, |posted_at| posted_at >= at)
}

/// The number of the first entry that is `late`, as all after it are; one past the last if none is.
fn first_where(
    conn: &mut Connection,
    account: AccountId,
    late: impl Fn(Timestamp) -> bool,
) -> QueryResult<i64> {
    let of_account = || entries::table.filter(entries::account_id.eq(key(account)));
    let last: Option<i64> = of_account()
        .order(entries::sequence.desc())
        .select(entries::sequence)
        .first(conn)
        .optional()?;
    let (mut low, mut high) = (1, last.unwrap_or(0) + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let posted_at: Timestamp = of_account()
            .filter(entries::sequence.eq(middle))
            .select(entries::posted_at)
            .first(conn)?;
        if late(posted_at) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

impl LineRow {
    fn read(self, account: AccountKey) -> QueryResult<Transaction> {
        let here = format!("transfer {}", self.transfer_id);
        let description = self.description.map(Description::try_from).transpose();
        let metadata = self
            .metadata
            .as_deref()
            .map(transfers::metadata)
            .transpose();
        Ok(Transaction {
            account,
            sequence: self.sequence,
            transfer: self.transfer_id,
            amount: self.amount,
            balance_after: self.balance_after,
            category: word(
                "a category",
                &self.category,
                Category::from_name(&self.category),
            )?,
            description: description.map_err(|fault| corrupt(&here, fault))?,
            metadata: metadata.map_err(|fault| corrupt(&here, fault))?,
            created_at: self.posted_at,
            deleted_at: self.hidden_at,
        })
    }
}
