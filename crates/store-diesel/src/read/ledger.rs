//! What admins and service accounts see of the ledger.

use super::rows::{AccountRow, HoldRow, currency_code};
use super::transfers::{self, Find, Found};
use super::{one_more, verify};
use crate::DieselStore;
use crate::books::load_books;
use crate::connection::Connection;
use crate::dialect::key;
use crate::schema::{accounts, holds, transfers as transfer_rows};
use async_trait::async_trait;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use ludger_domain::ids::{AccountId, HoldId, TransferId, UserId};
use ludger_domain::ledger::{AccountState, Books, Hold, Reference};
use ludger_ports::read::{BooksRequest, Ledger, PostedTransfer, TrialBalance, Verification};
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl Ledger for DieselStore {
    async fn transfer(&self, id: TransferId) -> Result<Option<PostedTransfer>, Unavailable> {
        self.reader
            .run(move |conn| find(conn, Find::Ids(&[id])))
            .await
    }

    async fn by_reference(
        &self,
        reference: &Reference,
    ) -> Result<Option<PostedTransfer>, Unavailable> {
        let references = [reference.clone()];
        self.reader
            .run(move |conn| find(conn, Find::References(&references)))
            .await
    }

    async fn hold(&self, id: HoldId) -> Result<Option<Hold>, Unavailable> {
        self.reader
            .run(move |conn| {
                let row: Option<HoldRow> = holds::table
                    .filter(holds::id.eq(key(id)))
                    .select(HoldRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(Hold::try_from).transpose()
            })
            .await
    }

    async fn books(&self, request: &BooksRequest) -> Result<Books, Unavailable> {
        let request = request.clone();
        self.reader
            .run(move |conn| conn.snapshot(|conn| load_books(conn, &request, false)))
            .await
    }

    async fn accounts(
        &self,
        user: Option<UserId>,
        page: PageRequest<AccountId>,
    ) -> Result<Page<AccountState, AccountId>, Unavailable> {
        let states = self
            .reader
            .run(move |conn| {
                let mut query = accounts::table.select(AccountRow::as_select()).into_boxed();
                if let Some(user) = user {
                    query = query.filter(accounts::owner_id.eq(key(user)));
                }
                if let Some(after) = page.after {
                    query = query.filter(accounts::id.gt(key(after)));
                }
                let rows: Vec<AccountRow> = query
                    .order(accounts::id.asc())
                    .limit(one_more(page.limit))
                    .load(conn)?;
                rows.into_iter()
                    .map(AccountState::try_from)
                    .collect::<QueryResult<_>>()
            })
            .await?;
        Ok(Page::cut(states, page.limit, |state: &AccountState| {
            state.key.id()
        }))
    }

    async fn trial_balance(&self) -> Result<Vec<TrialBalance>, Unavailable> {
        self.reader.run(trial_balance).await
    }

    async fn verify(&self, discrepancies_max: usize) -> Result<Verification, Unavailable> {
        verify::run(self, discrepancies_max).await
    }
}

fn find(conn: &mut Connection, which: Find<'_>) -> QueryResult<Option<PostedTransfer>> {
    let Some(Found {
        transfer,
        posted,
        sealed,
    }) = transfers::load(conn, which)?.into_iter().next()
    else {
        return Ok(None);
    };
    let reversed_by = transfer_rows::table
        .filter(transfer_rows::reverses.eq(key(transfer.id())))
        .select(transfer_rows::id)
        .first(conn)
        .optional()?;
    Ok(Some(PostedTransfer {
        transfer,
        posted,
        sealed,
        reversed_by,
    }))
}

/// Sums of one currency, in two halves: the whole could pass 64 bits, the sum of high or of low halves cannot.
#[derive(QueryableByName)]
struct SumRow {
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = BigInt)]
    credit_high: i64,
    #[diesel(sql_type = BigInt)]
    credit_low: i64,
    #[diesel(sql_type = BigInt)]
    debit_high: i64,
    #[diesel(sql_type = BigInt)]
    debit_low: i64,
    #[diesel(sql_type = BigInt)]
    accounts: i64,
}

/// One statement, so one snapshot. Shifts of negative numbers round down on both databases.
const SUMS: &str = "\
    SELECT currency, COUNT(*) AS accounts, \
    CAST(SUM(CASE WHEN balance > 0 THEN balance >> 32 ELSE 0 END) AS BIGINT) AS credit_high, \
    CAST(SUM(CASE WHEN balance > 0 THEN balance & 4294967295 ELSE 0 END) AS BIGINT) AS credit_low, \
    CAST(SUM(CASE WHEN balance < 0 THEN balance >> 32 ELSE 0 END) AS BIGINT) AS debit_high, \
    CAST(SUM(CASE WHEN balance < 0 THEN balance & 4294967295 ELSE 0 END) AS BIGINT) AS debit_low \
    FROM accounts GROUP BY currency";

fn trial_balance(conn: &mut Connection) -> QueryResult<Vec<TrialBalance>> {
    let whole = |high: i64, low: i64| (i128::from(high) << 32) + i128::from(low);
    let rows: Vec<SumRow> = diesel::sql_query(SUMS).load(conn)?;
    let mut sums = rows
        .into_iter()
        .map(|row| {
            Ok(TrialBalance {
                currency: currency_code(&row.currency)?,
                credit: whole(row.credit_high, row.credit_low),
                debit: -whole(row.debit_high, row.debit_low),
                accounts: row.accounts,
            })
        })
        .collect::<QueryResult<Vec<_>>>()?;
    sums.sort_unstable_by_key(|sum| sum.currency);
    Ok(sums)
}
