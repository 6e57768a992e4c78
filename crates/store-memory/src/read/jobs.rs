use super::{before, page};
use crate::MemoryStore;
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::ids::JobId;
use ludger_domain::jobs::{Job, JobState};
use ludger_ports::read::{JobFilter, Jobs};
use ludger_ports::{Page, PageRequest, Unavailable};

#[async_trait]
impl Jobs for MemoryStore {
    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Job>, Unavailable> {
        Ok(self.read(|state| {
            let due = state.jobs.values().filter(|job| job.is_due(now));
            let mut due: Vec<_> = due.cloned().collect();
            due.sort_by_key(|job| (job.run_at, job.id));
            due.truncate(limit);
            due
        }))
    }

    async fn is_anything_past(&self, before: Timestamp) -> Result<bool, Unavailable> {
        Ok(self.read(|state| state.is_anything_past(before)))
    }

    async fn find(&self, id: JobId) -> Result<Option<Job>, Unavailable> {
        Ok(self.read(|state| state.jobs.get(&id).cloned()))
    }

    async fn dead(&self) -> Result<u64, Unavailable> {
        Ok(self.read(|state| {
            let dead = state.jobs.values();
            dead.filter(|job| job.state == JobState::Dead).count() as u64
        }))
    }

    async fn list(
        &self,
        filter: &JobFilter,
        request: PageRequest<JobId>,
    ) -> Result<Page<Job, JobId>, Unavailable> {
        Ok(self.read(|state| {
            let jobs = state.jobs.range(before(request.after)).rev();
            let jobs = jobs.map(|(_, job)| job).filter(|job| filter.takes(job));
            page(jobs.cloned(), request.limit, |job| job.id)
        }))
    }
}
