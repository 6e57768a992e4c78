//! Work for later, as those see it who run the deployment.

mod find;
mod list;
mod run;
#[cfg(test)]
mod tests;

pub use find::{FindJob, FindJobError};
pub use list::{ListJobs, ListJobsError};
pub use run::{RunJob, RunJobError};

use crate::Ports;

/// What can be done about jobs.
#[expect(missing_docs, reason = "each field is a use case's own struct")]
pub struct JobDesk {
    pub list: ListJobs,
    pub find: FindJob,
    pub run: RunJob,
}

impl JobDesk {
    /// Takes from `ports` what each needs.
    pub fn new(ports: &Ports) -> Self {
        Self {
            list: ListJobs::new(ports),
            find: FindJob::new(ports),
            run: RunJob::new(ports),
        }
    }
}
