use crate::ledger::TransferDraft;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::ledger::OnRefusal;

/// Many transfers that are asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// 1 to [`Self::TRANSFERS_MAX`], with [`Self::ENTRIES_MAX`] entries in all.
    pub transfers: Vec<TransferDraft>,
    /// What they are to each other.
    pub mode: BatchMode,
}

/// What one failure in a batch means for the rest of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BatchMode {
    /// Nothing: the others are posted.
    #[default]
    EachByItself,
    /// Nothing is posted.
    AllTogether,
}

impl Batch {
    /// The most transfers of one batch.
    pub const TRANSFERS_MAX: usize = 1_000;
    /// The most entries of all its transfers; so also the most users that are looked up for it.
    pub const ENTRIES_MAX: usize = 4_000;

    pub(super) fn check_size(&self) -> Result<(), Faults> {
        let too = |code, detail: String| Err(Fault::new("/transfers", code, detail).into());
        let count = self.transfers.len();
        if !(1..=Self::TRANSFERS_MAX).contains(&count) {
            let detail = format!(
                "a batch has 1 to {} transfers, not {count}",
                Self::TRANSFERS_MAX
            );
            return too("transfer_count", detail);
        }
        let entries: usize = self.transfers.iter().map(|draft| draft.entries.len()).sum();
        if entries > Self::ENTRIES_MAX {
            let detail = format!(
                "a batch has at most {} entries, not {entries}",
                Self::ENTRIES_MAX
            );
            return too("too_many_entries", detail);
        }
        Ok(())
    }
}

impl BatchMode {
    pub(super) const fn on_refusal(self) -> OnRefusal {
        match self {
            Self::EachByItself => OnRefusal::LeaveOut,
            Self::AllTogether => OnRefusal::RefuseAll,
        }
    }
}
