//! What a run comes to: passed, a violation found, or nothing shown either way.

mod counts;
mod missing;
mod print;
mod unknown;

use crate::deployment::Kind;
use crate::reconcile::Evidence;
pub use crate::reconcile::Finding;
use crate::run::Options;
use counts::{FaultCount, Operations};
use serde::Serialize;
use std::path::PathBuf;
use std::time::Duration;
use unknown::Unknown;

/// All that is told of a run.
#[derive(Debug, Serialize)]
pub struct Report {
    pub kind: Kind,
    pub seed: u64,
    pub clients: usize,
    pub took_s: u64,
    /// Requests that were acknowledged.
    pub acknowledged: u64,
    /// Requests with a key that got the answer of an earlier one.
    pub replayed: u64,
    pub transfers: usize,
    /// By how much our own timers were late in the calm at most, 99 of 100 times.
    pub late_p99_us: u64,
    /// The longest that anybody waited for an answer that came.
    pub slowest_answer_ms: u64,
    operations: Operations,
    faults: Vec<FaultCount>,
    unknown: Unknown,
    pub findings: Vec<Finding>,
    /// What the run would have had to see.
    pub missing: Vec<String>,
    /// The history, if there is a reason to look at it.
    pub history: Option<PathBuf>,
}

impl Report {
    pub(crate) fn of(
        options: &Options,
        evidence: &Evidence,
        findings: Vec<Finding>,
        took: Duration,
    ) -> Self {
        let requests = &evidence.told.requests;
        let done = requests.iter().filter_map(|request| request.acknowledged());
        let acknowledged = done.clone().count() as u64;
        let replayed = done.filter(|reply| reply.replayed).count() as u64;
        let mut report = Self {
            kind: options.kind,
            seed: options.seed,
            clients: options.clients,
            took_s: took.as_secs(),
            acknowledged,
            replayed,
            transfers: evidence.kept.transfers.len(),
            late_p99_us: evidence.told.late_p99_us,
            slowest_answer_ms: counts::slowest_ms(&evidence.told),
            operations: counts::operations(requests),
            faults: counts::faults(&evidence.told),
            unknown: Unknown::of(&evidence.told),
            findings,
            missing: Vec::new(),
            history: None,
        };
        report.missing = missing::missing(options, &report);
        report
    }

    /// Whether an invariant is broken.
    pub fn is_violated(&self) -> bool {
        self.findings.iter().any(|finding| finding.violations > 0)
    }

    /// Whether nothing is wrong and everything was seen.
    pub fn is_passed(&self) -> bool {
        !self.is_violated() && self.missing.is_empty()
    }
}
