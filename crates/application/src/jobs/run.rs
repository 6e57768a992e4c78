use crate::retry::{Attempt, Rejected, retry_stale};
use crate::{Caller, Outage, Ports};
use ludger_domain::accounts::{AuditAction, Forbidden, Permission};
use ludger_domain::ids::JobId;
use ludger_domain::jobs::Job;
use ludger_ports::read::Jobs;
use ludger_ports::{Changes, Clock, Ids, Store};
use serde_json::json;
use std::sync::Arc;

/// Somebody who may has a dead job run again.
pub struct RunJob {
    jobs: Arc<dyn Jobs>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// Why the job stays as it is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RunJobError {
    /// It needs `jobs.manage`.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is none, or it was thrown away long after it was done.
    #[error("no such job")]
    NotFound,
    /// It is open, so it runs by itself, or it is done.
    #[error("the job is not dead")]
    NotDead,
    /// See there.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Rejected for RunJobError {}

impl RunJob {
    /// Takes what it uses.
    pub fn new(ports: &Ports) -> Self {
        Self {
            jobs: ports.jobs.clone(),
            store: ports.store.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
        }
    }

    /// The job, open again, due now, with all of its attempts before it. Whether doing it twice does harm is for whoever
    /// asks to know: a mail may be sent again that was sent before. Of two who ask at the same moment one has it run.
    ///
    /// # Errors
    /// See [`RunJobError`]. After an unknown outcome, the job tells whether it is dead still.
    pub async fn run(&self, caller: &Caller, id: JobId) -> Result<Job, RunJobError> {
        caller.principal.must(Permission::JobsManage)?;
        retry_stale(async || {
            let found = self.jobs.find(id).await.map_err(Attempt::outage)?;
            let job = found.ok_or(RunJobError::NotFound)?;
            let now = self.clock.now();
            let (kind, error) = (job.kind, job.error.clone());
            let again = job.again(now).ok_or(RunJobError::NotDead)?;
            let record = caller.record(AuditAction::JobRun, &*self.ids, now);
            let record = record.on("job", id);
            let changes = Changes::at(now)
                .save_job(again.clone())
                .audit(record.with(json!({ "kind": kind, "error": error })));
            self.store
                .commit(changes)
                .await
                .map_err(Attempt::rejected)?;
            Ok(again)
        })
        .await
    }
}
