//! All that there is of one user, for themselves.

use super::auth::{ApiTokenRow, OneTimeRow, SessionRow};
use super::jobs::JobRow;
use super::one_more;
use super::rows::HoldRow;
use super::tickets::TicketRow;
use crate::DieselStore;
use crate::dialect::key;
use crate::schema::{api_tokens, auth_sessions, holds, jobs, one_time_tokens, tickets};
use async_trait::async_trait;
use diesel::prelude::*;
use ludger_domain::accounts::{ApiToken, AuthSession, OneTimeToken, Ticket, TokenHash};
use ludger_domain::ids::{ApiTokenId, AuthSessionId, HoldId, JobId, UserId};
use ludger_domain::jobs::Job;
use ludger_domain::ledger::Hold;
use ludger_ports::read::Traces;
use ludger_ports::{Page, PageRequest, Unavailable};

/// A page of the rows of one table that are a user's, newest first; their ids grow with time.
macro_rules! newest_first {
    ($store:expr, $table:ident, $Row:ty => $Item:ty, $user:expr, $page:expr) => {{
        let (user, page) = ($user, $page);
        let found: Vec<$Item> = $store
            .reader
            .run(move |conn| {
                let mut query = $table::table
                    .filter($table::user_id.eq(key(user)))
                    .into_boxed();
                if let Some(after) = page.after {
                    query = query.filter($table::id.lt(key(after)));
                }
                let rows: Vec<$Row> = query
                    .order($table::id.desc())
                    .limit(one_more(page.limit))
                    .select(<$Row>::as_select())
                    .load(conn)?;
                rows.into_iter().map(<$Item>::try_from).collect()
            })
            .await?;
        Ok(Page::cut(found, page.limit, |item: &$Item| item.id))
    }};
}

#[async_trait]
impl Traces for DieselStore {
    async fn sessions(
        &self,
        user: UserId,
        page: PageRequest<AuthSessionId>,
    ) -> Result<Page<AuthSession, AuthSessionId>, Unavailable> {
        newest_first!(self, auth_sessions, SessionRow => AuthSession, user, page)
    }

    async fn api_tokens(
        &self,
        user: UserId,
        page: PageRequest<ApiTokenId>,
    ) -> Result<Page<ApiToken, ApiTokenId>, Unavailable> {
        newest_first!(self, api_tokens, ApiTokenRow => ApiToken, user, page)
    }

    async fn one_time_tokens(
        &self,
        user: UserId,
        page: PageRequest<TokenHash>,
    ) -> Result<Page<OneTimeToken, TokenHash>, Unavailable> {
        let found = self
            .reader
            .run(move |conn| {
                let mut query = one_time_tokens::table
                    .filter(one_time_tokens::user_id.eq(key(user)))
                    .into_boxed();
                if let Some(after) = page.after {
                    query = query.filter(one_time_tokens::hash.gt(after.0.to_vec()));
                }
                let rows: Vec<OneTimeRow> = query
                    .order(one_time_tokens::hash.asc())
                    .limit(one_more(page.limit))
                    .select(OneTimeRow::as_select())
                    .load(conn)?;
                rows.into_iter().map(OneTimeToken::try_from).collect()
            })
            .await?;
        Ok(Page::cut(found, page.limit, |token: &OneTimeToken| {
            token.hash
        }))
    }

    async fn tickets(
        &self,
        user: UserId,
        page: PageRequest<TokenHash>,
    ) -> Result<Page<Ticket, TokenHash>, Unavailable> {
        let found = self
            .reader
            .run(move |conn| {
                let mut query = tickets::table
                    .filter(tickets::user_id.eq(key(user)))
                    .into_boxed();
                if let Some(after) = page.after {
                    query = query.filter(tickets::hash.gt(after.0.to_vec()));
                }
                let rows: Vec<TicketRow> = query
                    .order(tickets::hash.asc())
                    .limit(one_more(page.limit))
                    .select(TicketRow::as_select())
                    .load(conn)?;
                rows.into_iter().map(Ticket::try_from).collect()
            })
            .await?;
        Ok(Page::cut(found, page.limit, |ticket: &Ticket| ticket.hash))
    }

    async fn holds(
        &self,
        user: UserId,
        page: PageRequest<HoldId>,
    ) -> Result<Page<Hold, HoldId>, Unavailable> {
        let found = self
            .reader
            .run(move |conn| {
                let mut query = holds::table
                    .filter(holds::user_id.eq(key(user)))
                    .into_boxed();
                if let Some(after) = page.after {
                    query = query.filter(holds::id.gt(key(after)));
                }
                let rows: Vec<HoldRow> = query
                    .order(holds::id.asc())
                    .limit(one_more(page.limit))
                    .select(HoldRow::as_select())
                    .load(conn)?;
                rows.into_iter().map(Hold::try_from).collect()
            })
            .await?;
        Ok(Page::cut(found, page.limit, |hold: &Hold| hold.id))
    }

    async fn jobs(
        &self,
        user: UserId,
        page: PageRequest<JobId>,
    ) -> Result<Page<Job, JobId>, Unavailable> {
        newest_first!(self, jobs, JobRow => Job, user, page)
    }
}
