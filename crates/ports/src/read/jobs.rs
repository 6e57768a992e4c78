use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::ids::JobId;
use ludger_domain::jobs::{Job, JobState};

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
    /// Jobs of a state, newest first.
    async fn list(
        &self,
        state: JobState,
        page: PageRequest<JobId>,
    ) -> Result<Page<Job, JobId>, Unavailable>;
}
