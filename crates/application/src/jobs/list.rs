use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::JobId;
use ludger_domain::jobs::Job;
use ludger_ports::read::{JobFilter, Jobs};
use ludger_ports::{Page, PageRequest};
use std::sync::Arc;

/// Somebody who may looks at the jobs.
pub struct ListJobs {
    jobs: Arc<dyn Jobs>,
}

/// Why there is nothing to see.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ListJobsError {
    /// It needs `jobs.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl ListJobs {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            jobs: ports.jobs.clone(),
        }
    }

    /// Jobs that fit, newest first.
    ///
    /// # Errors
    /// See [`ListJobsError`].
    pub async fn run(
        &self,
        caller: &Caller,
        filter: &JobFilter,
        page: PageRequest<JobId>,
    ) -> Result<Page<Job, JobId>, ListJobsError> {
        caller.principal.must(Permission::JobsManage)?;
        Ok(self.jobs.list(filter, page).await.map_err(Outage::from)?)
    }
}
