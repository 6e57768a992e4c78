use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::ids::JobId;
use ludger_domain::jobs::{Job, JobKind, JobState};

/// Work for later.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Jobs: Send + Sync + 'static {
    /// Jobs that a worker may claim, the longest due first. Another worker may be claiming them at this moment: which
    /// of the two has it, [`Expectation::JobAt`](crate::Expectation::JobAt) decides.
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Job>, Unavailable>;
    /// Whether there is anything that a pruning would throw away.
    async fn is_anything_past(&self, before: Timestamp) -> Result<bool, Unavailable>;
    /// A job.
    async fn find(&self, id: JobId) -> Result<Option<Job>, Unavailable>;
    /// How many jobs are dead.
    async fn dead(&self) -> Result<u64, Unavailable>;
    /// Jobs that fit, newest first.
    async fn list(
        &self,
        filter: &JobFilter,
        page: PageRequest<JobId>,
    ) -> Result<Page<Job, JobId>, Unavailable>;
}

/// Which jobs; empty: all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// In this state.
    pub state: Option<JobState>,
    /// Of this kind.
    pub kind: Option<JobKind>,
}

impl JobFilter {
    /// Whether it takes this job.
    pub fn takes(&self, job: &Job) -> bool {
        self.state.is_none_or(|state| state == job.state)
            && self.kind.is_none_or(|kind| kind == job.kind)
    }
}
