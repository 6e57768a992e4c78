use super::{corrupt, one_more};
use crate::DieselStore;
use crate::dialect::{At, key};
use crate::schema::{attempts, auth_sessions, jobs, one_time_tokens, stream_events, tickets};
use async_trait::async_trait;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::Error;
use diesel::select;
use jiff::Timestamp;
use ludger_domain::ids::{JobId, UserId, WorkerId};
use ludger_domain::jobs::{Job, JobState, Lease};
use ludger_ports::read::{JobFilter, Jobs};
use ludger_ports::{Page, PageRequest, Unavailable};

#[derive(Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub(super) struct JobRow {
    id: JobId,
    kind: String,
    payload: String,
    cause: String,
    run_at: Timestamp,
    attempts: i64,
    worker: Option<WorkerId>,
    lease_until: Option<Timestamp>,
    state: String,
    error: Option<String>,
    created_at: Timestamp,
    version: i64,
    user_id: Option<UserId>,
}

#[async_trait]
impl Jobs for DieselStore {
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Job>, Unavailable> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.reader
            .run(move |conn| {
                let free = jobs::lease_until
                    .is_null()
                    .or(jobs::lease_until.le(At(now)).assume_not_null());
                let due = jobs::table
                    .filter(jobs::state.eq(JobState::Open.as_str()))
                    .filter(jobs::run_at.le(At(now)))
                    .filter(free)
                    .order((jobs::run_at.asc(), jobs::id.asc()))
                    .limit(limit);
                let rows: Vec<JobRow> = due.select(JobRow::as_select()).load(conn)?;
                rows.into_iter().map(Job::try_from).collect()
            })
            .await
    }

    async fn is_anything_past(&self, before: Timestamp) -> Result<bool, Unavailable> {
        let before = At(before);
        let links = move || one_time_tokens::table.filter(one_time_tokens::expires_at.lt(before));
        let opened = move || tickets::table.filter(tickets::expires_at.lt(before));
        let guesses = move || attempts::table.filter(attempts::last_at.lt(before));
        let sessions = move || {
            auth_sessions::table
                .filter(auth_sessions::expires_at.lt(before))
                .or_filter(auth_sessions::revoked_at.lt(before))
        };
        let done = move || {
            jobs::table
                .filter(jobs::state.eq(JobState::Done.as_str()))
                .filter(jobs::created_at.lt(before))
        };
        let told = move || stream_events::table.filter(stream_events::created_at.lt(before));
        self.reader
            .run(move |conn| {
                Ok(select(exists(links())).get_result(conn)?
                    || select(exists(opened())).get_result(conn)?
                    || select(exists(guesses())).get_result(conn)?
                    || select(exists(sessions())).get_result(conn)?
                    || select(exists(done())).get_result(conn)?
                    || select(exists(told())).get_result(conn)?)
            })
            .await
    }

    async fn find(&self, id: JobId) -> Result<Option<Job>, Unavailable> {
        self.reader
            .run(move |conn| {
                let row: Option<JobRow> = jobs::table
                    .find(key(id))
                    .select(JobRow::as_select())
                    .first(conn)
                    .optional()?;
                row.map(Job::try_from).transpose()
            })
            .await
    }

    async fn dead(&self) -> Result<u64, Unavailable> {
        self.reader
            .run(move |conn| {
                let dead = jobs::table.filter(jobs::state.eq(JobState::Dead.as_str()));
                let count: i64 = dead.count().get_result(conn)?;
                u64::try_from(count).map_err(|error| corrupt("jobs", error))
            })
            .await
    }

    async fn list(
        &self,
        filter: &JobFilter,
        page: PageRequest<JobId>,
    ) -> Result<Page<Job, JobId>, Unavailable> {
        let JobFilter { state, kind } = *filter;
        let found = self
            .reader
            .run(move |conn| {
                let mut query = jobs::table.into_boxed();
                if let Some(state) = state {
                    query = query.filter(jobs::state.eq(state.as_str()));
                }
                if let Some(kind) = kind {
                    query = query.filter(jobs::kind.eq(kind.as_str()));
                }
                if let Some(after) = page.after {
                    query = query.filter(jobs::id.lt(key(after)));
                }
                let rows: Vec<JobRow> = query
                    .order(jobs::id.desc())
                    .limit(one_more(page.limit))
                    .select(JobRow::as_select())
                    .load(conn)?;
                rows.into_iter()
                    .map(Job::try_from)
                    .collect::<QueryResult<_>>()
            })
            .await?;
        Ok(Page::cut(found, page.limit, |job: &Job| job.id))
    }
}

impl TryFrom<JobRow> for Job {
    type Error = Error;

    fn try_from(row: JobRow) -> Result<Self, Error> {
        let here = format!("job {}", row.id);
        let lease = row.worker.zip(row.lease_until);
        Ok(Self {
            id: row.id,
            kind: row
                .kind
                .parse()
                .map_err(|unknown| corrupt(&here, unknown))?,
            payload: serde_json::from_str(&row.payload).map_err(|error| corrupt(&here, error))?,
            user: row.user_id,
            cause: row.cause,
            run_at: row.run_at,
            attempts: u32::try_from(row.attempts).map_err(|error| corrupt(&here, error))?,
            lease: lease.map(|(worker, until)| Lease { worker, until }),
            state: row
                .state
                .parse()
                .map_err(|unknown| corrupt(&here, unknown))?,
            error: row.error,
            created_at: row.created_at,
            version: row.version,
        })
    }
}
