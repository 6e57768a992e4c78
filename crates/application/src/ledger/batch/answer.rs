use crate::ledger::Applied;
use crate::once::Keyed;
use crate::retry::Rejected;
use crate::{Outage, Reused};
use ludger_domain::accounts::Forbidden;
use ludger_domain::fault::Faults;
use ludger_domain::ledger::Refusal;

/// What became of one transfer of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchItem {
    /// It is in the books.
    Applied(Applied),
    /// The books do not allow it.
    Refused(Refusal),
    /// The draft is no transfer. Pointers begin at the batch: `/transfers/17/…`.
    Invalid(Faults),
}

/// Why nothing of a batch was posted.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BatchError {
    /// Not this caller.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The batch is none, or, all together, one of its drafts is no transfer.
    #[error("the batch is not well formed")]
    Invalid(#[source] Faults),
    /// All together, and the books do not allow one of them.
    #[error("a transfer of the batch was refused")]
    Refused {
        /// Which, from 0; `None` when by now the books would allow it.
        index: Option<usize>,
        /// Why.
        #[source]
        refusal: Refusal,
    },
    /// The key was used before, for another request.
    #[error(transparent)]
    Reused(#[from] Reused),
    /// Nobody's fault.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl Keyed for BatchError {
    fn is_outage(&self) -> bool {
        matches!(self, Self::Outage(_))
    }
}

impl Rejected for BatchError {
    fn refused(refusal: Refusal) -> Self {
        Self::Refused {
            index: None,
            refusal,
        }
    }
}
