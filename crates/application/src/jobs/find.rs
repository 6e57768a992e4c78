use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{Forbidden, Permission};
use ludger_domain::ids::JobId;
use ludger_domain::jobs::Job;
use ludger_ports::read::Jobs;
use std::sync::Arc;

/// Somebody who may looks at one job.
pub struct FindJob {
    jobs: Arc<dyn Jobs>,
}

/// Why there is nothing to see.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FindJobError {
    /// It needs `jobs.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is none, or it was thrown away long after it was done.
    #[error("no such job")]
    NotFound,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl FindJob {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            jobs: ports.jobs.clone(),
        }
    }

    /// The job.
    ///
    /// # Errors
    /// See [`FindJobError`].
    pub async fn run(&self, caller: &Caller, id: JobId) -> Result<Job, FindJobError> {
        caller.principal.must(Permission::JobsManage)?;
        let found = self.jobs.find(id).await.map_err(Outage::from)?;
        found.ok_or(FindJobError::NotFound)
    }
}
