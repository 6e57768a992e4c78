//! What people and services do with the ledger.
//!
//! | who | what |
//! | --- | --- |
//! | every user, of their own | wallets, balance at an instant, transactions, export, hiding |
//! | `ledger.transfer` | post transfers, one or many; rehearse them |
//! | `ledger.adjust`, `ledger.reverse` | correct by hand, with a reason, audited |
//! | `ledger.read` | any transfer, all accounts, the trial balance |
//! | the operator | `verify`, the floors of the house |
//!
//! Whatever moves value comes with an idempotency key. Its answer is told from what was stored with the effect, so that
//! a replay says the same.

mod adjust;
mod batch;
mod books;
mod draft;
mod export;
mod find;
mod floors;
mod hide;
mod outcome;
mod reason;
mod reverse;
mod statement;
mod transfer;
mod verify;
mod view;
mod wallets;

#[cfg(test)]
mod tests;

pub use adjust::{Adjust, AdjustError, Adjustment};
pub use batch::{Batch, BatchError, BatchItem, BatchMode, PostBatch};
pub use books::{BooksError, ReadBooks};
pub use draft::{AccountDraft, EntryDraft, TransferDraft};
pub use export::{Export, ExportFormat, ExportTransactions};
pub use find::{FindError, FindTransfer};
pub use floors::{FloorsError, SetHouseFloors};
pub use hide::HideTransaction;
pub use outcome::Applied;
pub use reverse::{Reverse, ReverseError};
pub use statement::{
    ReadTransactions, StatementBound, StatementCursor, TransactionError, TransactionFilter,
    TransactionKey, WalletAccount,
};
pub use transfer::{PostTransfer, TransferError};
pub use verify::VerifyLedger;
pub use view::{EntryView, TransferView};
pub use wallets::{BalanceAt, ReadWallets, WalletError};

use crate::{Ports, Settings};

/// The use cases of the ledger.
#[expect(missing_docs, reason = "each field is named after what it does")]
pub struct LedgerDesk {
    pub wallets: ReadWallets,
    pub transactions: ReadTransactions,
    pub hide: HideTransaction,
    pub export: ExportTransactions,
    pub transfer: PostTransfer,
    pub batch: PostBatch,
    pub adjust: Adjust,
    pub reverse: Reverse,
    pub find: FindTransfer,
    pub books: ReadBooks,
    pub verify: VerifyLedger,
    pub floors: SetHouseFloors,
}

impl LedgerDesk {
    /// Takes from `ports` and `settings` what each needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            wallets: ReadWallets::new(ports, settings),
            transactions: ReadTransactions::new(ports, settings),
            hide: HideTransaction::new(ports, settings),
            export: ExportTransactions::new(ports, settings),
            transfer: PostTransfer::new(ports, settings),
            batch: PostBatch::new(ports, settings),
            adjust: Adjust::new(ports, settings),
            reverse: Reverse::new(ports),
            find: FindTransfer::new(ports),
            books: ReadBooks::new(ports),
            verify: VerifyLedger::new(ports),
            floors: SetHouseFloors::new(ports),
        }
    }
}
