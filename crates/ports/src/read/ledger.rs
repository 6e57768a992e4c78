use crate::{Page, PageRequest, Unavailable};
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, HoldId, TransferId, UserId};
use ludger_domain::ledger::{
    AccountKey, AccountState, Books, Category, Direction, Discrepancy, Hold, HoldChange, Posted,
    Reference, Sealed, Transaction, Transfer, Wallet,
};
use ludger_domain::money::CurrencyCode;
use serde::Serialize;

/// What users see of the ledger.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Wallets: Send + Sync + 'static {
    /// A user's wallets, by currency code; currencies that they never held are left out.
    async fn wallets(&self, user: UserId) -> Result<Vec<Wallet>, Unavailable>;
    /// One of them.
    async fn wallet(
        &self,
        user: UserId,
        currency: CurrencyCode,
    ) -> Result<Option<Wallet>, Unavailable>;
    /// An account's balance right after the last entry that was posted at or before `at`; 0 before the first.
    async fn balance_at(&self, account: AccountKey, at: Timestamp) -> Result<i64, Unavailable>;
    /// The entries of an account, newest first, behind the number of the last one seen.
    async fn statement(
        &self,
        account: AccountKey,
        filter: &StatementFilter,
        page: PageRequest<StatementPosition>,
    ) -> Result<Page<Transaction, StatementPosition>, Unavailable>;
    /// One entry of an account, hidden or not.
    async fn transaction(
        &self,
        account: AccountKey,
        sequence: i64,
    ) -> Result<Option<Transaction>, Unavailable>;
}

/// The number of an entry in its account.
pub type StatementPosition = i64;

/// Which entries a statement shows; every part narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementFilter {
    /// Credits only, or debits only.
    pub direction: Option<Direction>,
    /// Of this category.
    pub category: Option<Category>,
    /// Posted at or after this instant.
    pub from: Option<Timestamp>,
    /// Posted before this instant.
    pub to: Option<Timestamp>,
    /// With this text in their description, without regard to case.
    pub text: Option<String>,
    /// Hidden ones too.
    pub with_hidden: bool,
}

/// What admins, service accounts and `verify` see of the ledger.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Ledger: Send + Sync + 'static {
    /// A transfer with what it became.
    async fn transfer(&self, id: TransferId) -> Result<Option<PostedTransfer>, Unavailable>;
    /// The transfer that has this reference.
    async fn by_reference(
        &self,
        reference: &Reference,
    ) -> Result<Option<PostedTransfer>, Unavailable>;
    /// A hold.
    async fn hold(&self, id: HoldId) -> Result<Option<Hold>, Unavailable>;
    /// The accounts, holds, references and reversals that some transfers touch, as they are now: enough to say what
    /// posting them would do.
    async fn books(&self, request: &BooksRequest) -> Result<Books, Unavailable>;
    /// All accounts by id, or those of one user.
    async fn accounts(
        &self,
        user: Option<UserId>,
        page: PageRequest<AccountId>,
    ) -> Result<Page<AccountState, AccountId>, Unavailable>;
    /// The sums of each currency, in one snapshot, by currency code.
    async fn trial_balance(&self) -> Result<Vec<TrialBalance>, Unavailable>;
    /// Recomputes every hash, sequence and balance, in one snapshot. At most `discrepancies_max` are told.
    async fn verify(&self, discrepancies_max: usize) -> Result<Verification, Unavailable>;
}

/// A transfer, where it stands in its chain, and what it became.
#[derive(Debug, Clone, PartialEq)]
pub struct PostedTransfer {
    /// What was asked for.
    pub transfer: Transfer,
    /// What became of it.
    pub posted: Posted,
    /// Its place in the chain.
    pub sealed: Sealed,
    /// The transfer that undid it.
    pub reversed_by: Option<TransferId>,
}

/// What [`Ledger::books`] has to load.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BooksRequest {
    /// Accounts.
    pub accounts: Vec<AccountId>,
    /// Holds.
    pub holds: Vec<HoldId>,
    /// References.
    pub references: Vec<Reference>,
    /// Transfers that may have been reversed.
    pub originals: Vec<TransferId>,
}

impl BooksRequest {
    /// What these transfers touch.
    pub fn of<'a>(transfers: impl Iterator<Item = &'a Transfer>) -> Self {
        let mut request = Self::default();
        for transfer in transfers {
            request
                .accounts
                .extend(transfer.entries().iter().map(|entry| entry.account));
            request.holds.extend(transfer.hold().map(HoldChange::id));
            request.references.extend(transfer.reference().cloned());
            request.originals.extend(transfer.reverses());
        }
        request.accounts.sort_unstable();
        request.accounts.dedup();
        request
    }
}

/// The sums of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrialBalance {
    /// Which currency.
    pub currency: CurrencyCode,
    /// Minor units on all accounts with a balance above zero. Wider than an account, whose balance has 64 bits.
    pub credit: i128,
    /// Minor units on all accounts with a balance below zero, as a positive number.
    pub debit: i128,
    /// How many accounts there are.
    pub accounts: i64,
}

impl TrialBalance {
    /// 0, or the books are broken.
    pub const fn difference(&self) -> i128 {
        self.credit - self.debit
    }
}

/// What `verify` found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// How many transfers were read.
    pub transfers: i64,
    /// How many entries.
    pub entries: i64,
    /// How many accounts.
    pub accounts: i64,
    /// What does not fit: in each chain the first, then account by account.
    pub discrepancies: Vec<Discrepancy>,
}
