use super::{AccountKey, Reference};
use crate::ids::{HoldId, TransferId};
use serde::{Deserialize, Serialize};

/// Why the fold did not apply a transfer. Nothing of it was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// An account would pass below its floor.
    #[error("{account} has {available} minor units to give, {required} are needed")]
    InsufficientFunds {
        /// The account.
        account: AccountKey,
        /// Minor units above the floor.
        available: i64,
        /// Minor units that the transfer takes.
        required: i64,
    },
    /// A balance would leave 64 bits.
    #[error("the balance of {account} would overflow")]
    BalanceOverflow {
        /// The account.
        account: AccountKey,
    },
    /// The reference was posted before, with other content.
    #[error("reference {reference} was posted before with other content")]
    ReferenceConflict {
        /// The reference.
        reference: Reference,
        /// What has it.
        transfer: TransferId,
    },
    /// The original has been reversed before.
    #[error("transfer {original} was reversed before by {by}")]
    AlreadyReversed {
        /// The original.
        original: TransferId,
        /// Its reversal.
        by: TransferId,
    },
    /// There is no such hold.
    #[error("there is no hold {hold}")]
    UnknownHold {
        /// The hold.
        hold: HoldId,
    },
    /// A hold of that id is there.
    #[error("hold {hold} is there already")]
    HoldExists {
        /// The hold.
        hold: HoldId,
    },
    /// The hold has less left than is asked of it.
    #[error("hold {hold} has {remaining} minor units left")]
    HoldExceeded {
        /// The hold.
        hold: HoldId,
        /// Minor units left.
        remaining: i64,
    },
    /// The transfer moves something else than its step of the hold says, or from somebody else's account.
    #[error("the transfer is no step of hold {hold}")]
    HoldMismatch {
        /// The hold.
        hold: HoldId,
    },
}

impl Refusal {
    /// The stable code of this refusal.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InsufficientFunds { .. } => "insufficient_funds",
            Self::BalanceOverflow { .. } => "balance_overflow",
            Self::ReferenceConflict { .. } => "reference_conflict",
            Self::AlreadyReversed { .. } => "already_reversed",
            Self::UnknownHold { .. } => "unknown_hold",
            Self::HoldExists { .. } => "hold_exists",
            Self::HoldExceeded { .. } => "hold_exceeded",
            Self::HoldMismatch { .. } => "hold_mismatch",
        }
    }
}
