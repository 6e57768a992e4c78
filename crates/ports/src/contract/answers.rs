//! What a commit is expected to answer.

use crate::{CommitError, Committed, Expectation, Recorded};
use ludger_domain::ledger::{Outcome, Posted, Refusal};

pub(super) type Answer = Result<Committed, CommitError>;

/// Each takes the one answer that it names, and fails at any other.
pub(super) trait Expected {
    fn applied(self) -> Committed;
    fn refused(self) -> Refusal;
    fn stale(self) -> Expectation;
    fn duplicate(self) -> Recorded;
    /// Not applied, for a reason that no caller branches on: a key was taken that no expectation spoke of.
    fn rejected(self);
}

impl Expected for Answer {
    #[track_caller]
    fn applied(self) -> Committed {
        match self {
            Ok(committed) => committed,
            Err(error) => panic!("expected to be applied, got {error:?}"),
        }
    }

    #[track_caller]
    fn refused(self) -> Refusal {
        match self {
            Err(CommitError::Refused(refusal)) => refusal,
            other => panic!("expected a refusal, got {other:?}"),
        }
    }

    #[track_caller]
    fn stale(self) -> Expectation {
        match self {
            Err(CommitError::Stale(expectation)) => expectation,
            other => panic!("expected to be stale, got {other:?}"),
        }
    }

    #[track_caller]
    fn duplicate(self) -> Recorded {
        match self {
            Err(CommitError::Duplicate(recorded)) => *recorded,
            other => panic!("expected a duplicate, got {other:?}"),
        }
    }

    #[track_caller]
    fn rejected(self) {
        assert!(
            matches!(self, Err(CommitError::Unavailable(_))),
            "expected to be rejected, got {self:?}"
        );
    }
}

impl Committed {
    /// What the first posting became, now.
    #[track_caller]
    pub(super) fn posted(&self) -> &Posted {
        match self.outcomes.first() {
            Some(Outcome::Posted(posted)) => posted,
            other => panic!("expected a posted transfer, got {other:?}"),
        }
    }
}

/// How many answers there are of each sort: applied, refused, stale, duplicate.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) applied: usize,
    pub(super) refused: usize,
    pub(super) stale: usize,
    pub(super) duplicate: usize,
}

impl Tally {
    #[track_caller]
    pub(super) fn of(answers: &[Answer]) -> Self {
        let mut tally = Self::default();
        for answer in answers {
            match answer {
                Ok(_) => tally.applied += 1,
                Err(CommitError::Refused(_)) => tally.refused += 1,
                Err(CommitError::Stale(_)) => tally.stale += 1,
                Err(CommitError::Duplicate(_)) => tally.duplicate += 1,
                Err(error) => panic!("expected a decision, got {error:?}"),
            }
        }
        tally
    }
}
