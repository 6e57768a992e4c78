//! `/v1/admin/jobs`: work for later, and what came of it.

pub(super) mod find;
pub(super) mod list;
pub(super) mod run;

use crate::words;
use ludger_domain::Timestamp;
use ludger_domain::ids::{JobId, UserId, WorkerId};
use ludger_domain::jobs::{self, JobKind, JobState};
use serde::Serialize;
use utoipa::ToSchema;

/// Work for later. What it is to be done with is not told: mail is secret until it is sent, and then it is forgotten.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::routes) struct Job {
    /// Unique.
    #[schema(value_type = Uuid)]
    id: JobId,
    /// What is to be done.
    #[schema(schema_with = words::job_kind)]
    kind: JobKind,
    /// Why: there is one job for each cause.
    #[schema(example = "prune/2026-01-01T03:10:00Z")]
    cause: String,
    /// Whom it is about, if anybody.
    #[schema(value_type = Option<Uuid>, required)]
    user: Option<UserId>,
    /// `open`: to be done; `dead`: given up; `done`.
    #[schema(schema_with = words::job_state)]
    state: JobState,
    /// How often somebody was at it.
    #[schema(example = 1)]
    attempts: u32,
    /// Not before.
    run_at: Timestamp,
    /// When it was wanted.
    created_at: Timestamp,
    /// What went wrong last.
    #[schema(required, example = "the mail server did not take it: 421 too busy")]
    error: Option<String>,
    /// Who is at it.
    #[schema(required)]
    lease: Option<Lease>,
}

/// A worker's right to a job, for a while.
#[derive(Debug, Serialize, ToSchema)]
struct Lease {
    /// Whose.
    #[schema(value_type = Uuid)]
    worker: WorkerId,
    /// Its end.
    until: Timestamp,
}

impl From<jobs::Job> for Job {
    fn from(job: jobs::Job) -> Self {
        let lease = job.lease.map(|lease| Lease {
            worker: lease.worker,
            until: lease.until,
        });
        Self {
            id: job.id,
            kind: job.kind,
            cause: job.cause,
            user: job.user,
            state: job.state,
            attempts: job.attempts,
            run_at: job.run_at,
            created_at: job.created_at,
            error: job.error,
            lease,
        }
    }
}
