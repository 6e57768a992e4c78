//! Along each account: its entries follow from one another and lead to its balance. Entries that belong to no account
//! or no transfer, or are in another currency than their account, are counted on the way.

use super::{Findings, PAGE};
use crate::connection::Connection;
use crate::dialect::key;
use crate::read::rows::AccountRow;
use crate::schema::{accounts, entries, transfers};
use diesel::prelude::*;
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, TransferId};
use ludger_domain::ledger::{AccountCheck, AccountState, Discrepancy, PostedEntry};
use std::collections::VecDeque;

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = entries)]
struct LineRow {
    transfer_id: TransferId,
    account_id: AccountId,
    currency: String,
    amount: i64,
    sequence: i64,
    balance_after: i64,
    posted_at: Timestamp,
    /// Of the transfer, if it is there.
    #[diesel(select_expression = transfers::posted_at.nullable())]
    transfer_posted_at: Option<Timestamp>,
}

/// Entries by account and number, each with its transfer's time.
macro_rules! lines {
    () => {
        entries::table
            .left_join(transfers::table.on(transfers::id.eq(entries::transfer_id)))
            .order((entries::account_id.asc(), entries::sequence.asc()))
            .select(LineRow::as_select())
    };
}

pub(super) fn check(conn: &mut Connection, findings: &mut Findings) -> QueryResult<()> {
    let mut lines = Lines::default();
    let mut strays = Strays::default();
    let mut last = None;
    loop {
        let mut query = accounts::table
            .select(AccountRow::as_select())
            .order(accounts::id.asc())
            .into_boxed();
        if let Some(last) = last {
            query = query.filter(accounts::id.gt(key(last)));
        }
        let page: Vec<AccountRow> = query.limit(PAGE).load(conn)?;
        let Some(end) = page.last().map(|row| row.id) else {
            break;
        };
        for row in page {
            let id = row.id;
            let state = AccountState::try_from(row)?;
            findings.found.accounts += 1;
            let mut account = Some(AccountCheck::start(id));
            while let Some(line) = lines.next_up_to(conn, id)? {
                findings.found.entries += 1;
                if line.is_stray(id, &state) {
                    strays.add(&line);
                }
                if line.account_id != id {
                    continue;
                }
                if let Some(check) = &mut account
                    && let Err(broken) = line.follow(check)
                {
                    findings.tell(Err(broken));
                    account = None;
                }
            }
            findings.tell(account.map_or(Ok(()), |check| check.finish(&state)));
        }
        last = Some(end);
    }
    while let Some(line) = lines.next(conn)? {
        findings.found.entries += 1;
        strays.add(&line);
    }
    findings.tell(strays.told());
    Ok(())
}

impl LineRow {
    fn is_stray(&self, account: AccountId, state: &AccountState) -> bool {
        self.account_id != account
            || self.transfer_posted_at.is_none()
            || self.currency != state.key.currency.as_str()
    }

    fn follow(&self, check: &mut AccountCheck) -> Result<(), Discrepancy> {
        if self
            .transfer_posted_at
            .is_some_and(|at| at != self.posted_at)
        {
            return Err(Discrepancy::BrokenAccount {
                account: self.account_id,
                sequence: self.sequence,
                transfer: self.transfer_id,
            });
        }
        let entry = PostedEntry {
            account: self.account_id,
            amount: self.amount,
            sequence: self.sequence,
            balance_after: self.balance_after,
        };
        check.next(self.transfer_id, self.posted_at, &entry)
    }
}

/// All entries by account and number, a page at a time.
#[derive(Default)]
struct Lines {
    page: VecDeque<LineRow>,
    last: Option<(AccountId, i64)>,
    is_over: bool,
}

impl Lines {
    /// The next entry, if its account stands no further than `account`.
    fn next_up_to(
        &mut self,
        conn: &mut Connection,
        account: AccountId,
    ) -> QueryResult<Option<LineRow>> {
        self.fill(conn)?;
        let is_due = self
            .page
            .front()
            .is_some_and(|line| line.account_id <= account);
        Ok(if is_due { self.page.pop_front() } else { None })
    }

    fn next(&mut self, conn: &mut Connection) -> QueryResult<Option<LineRow>> {
        self.fill(conn)?;
        Ok(self.page.pop_front())
    }

    fn fill(&mut self, conn: &mut Connection) -> QueryResult<()> {
        if !self.page.is_empty() || self.is_over {
            return Ok(());
        }
        // First the rest of the account that the last page ended in, so that both statements are ranges of one index.
        if let Some((account, sequence)) = self.last {
            let rest = lines!()
                .filter(entries::account_id.eq(key(account)))
                .filter(entries::sequence.gt(sequence));
            self.page.extend(rest.limit(PAGE).load::<LineRow>(conn)?);
        }
        let room = PAGE - i64::try_from(self.page.len()).unwrap_or(PAGE);
        if room > 0 {
            let mut others = lines!().into_boxed();
            if let Some((account, _)) = self.last {
                others = others.filter(entries::account_id.gt(key(account)));
            }
            self.page.extend(others.limit(room).load::<LineRow>(conn)?);
        }
        self.last = self
            .page
            .back()
            .map(|line| (line.account_id, line.sequence));
        self.is_over = self.page.is_empty();
        Ok(())
    }
}

/// Entries that belong nowhere.
#[derive(Default)]
struct Strays {
    entries: i64,
    first: Option<TransferId>,
}

impl Strays {
    fn add(&mut self, line: &LineRow) {
        self.entries += 1;
        self.first.get_or_insert(line.transfer_id);
    }

    fn told(self) -> Result<(), Discrepancy> {
        match self.first {
            Some(transfer) => Err(Discrepancy::Stray {
                entries: self.entries,
                transfer,
            }),
            None => Ok(()),
        }
    }
}
