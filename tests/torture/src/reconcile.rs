//! The reckoning: what clients were told and what the database keeps, held against each other.

mod checks;
mod content;
mod finding;
mod index;
mod kept;
mod restored;
mod scope;
#[cfg(test)]
mod testing;
mod timeline;
mod wish;

pub use finding::Finding;
pub(crate) use kept::Kept;

use crate::history::Told;
use index::Index;
use serde_json::Value;

/// Where our own timers are later than this, how long answers take says nothing.
pub(crate) const LATE_MAX_US: u64 = 50_000;

/// All that the checks look at.
pub(crate) struct Evidence {
    pub(crate) told: Told,
    pub(crate) kept: Kept,
    /// What every life of the program wrote to its log.
    pub(crate) log: String,
    /// What `ludger ledger verify --json` said.
    pub(crate) verified: Value,
    /// The exit code of its last life, which was asked to stop.
    pub(crate) stopped: Option<i32>,
    /// What the program did not come through.
    pub(crate) failures: Vec<String>,
}

/// What each check found.
pub(crate) fn reconcile(evidence: &Evidence) -> Vec<Finding> {
    let index = Index::of(evidence);
    checks::ALL
        .iter()
        .map(|check| check(evidence, &index))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::testing::Case;

    #[test]
    fn a_run_without_fault_passes() {
        let mut case = Case::two_gifts();
        case.pays(1, 3);
        case.again(1);
        for finding in super::reconcile(&case) {
            assert_eq!(finding.violations, 0, "{finding:?}");
        }
    }
}
