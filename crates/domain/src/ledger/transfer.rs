use super::{AccountKey, Category, Description, HoldChange, Metadata, Reference};
use crate::Timestamp;
use crate::ids::{AccountId, TransferId};
use crate::money::CurrencyCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One signed amount on one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The account's id; follows from `key`.
    pub account: AccountId,
    /// The account.
    pub key: AccountKey,
    /// Minor units, never 0. Positive: the account gets; negative: it gives.
    pub amount: i64,
}

/// Entries that sum to zero in every currency, and what they are for. Not yet applied: see [`super::Books::post`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    id: TransferId,
    category: Category,
    description: Option<Description>,
    metadata: Option<Metadata>,
    reference: Option<Reference>,
    occurred_at: Timestamp,
    reverses: Option<TransferId>,
    hold: Option<HoldChange>,
    entries: Vec<Entry>,
}

/// Why entries are no transfer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransferFault {
    /// Fewer than two entries, or more than [`Transfer::ENTRIES_MAX`].
    #[error("a transfer has 2 to {max} entries, not {0}", max = Transfer::ENTRIES_MAX)]
    EntryCount(usize),
    /// An entry of zero.
    #[error("the amount on {0} is zero")]
    Zero(AccountKey),
    /// An account stands in two entries.
    #[error("{0} stands in two entries")]
    Repeated(AccountKey),
    /// A user cannot own a system account, nor the system a user's.
    #[error("{0} is no account")]
    Malformed(AccountKey),
    /// The entries of one currency do not sum to zero.
    #[error("the entries in {0} do not sum to zero")]
    Unbalanced(CurrencyCode),
    /// A reversal cannot be reversed: post what was meant instead.
    #[error("transfer {0} is a reversal itself")]
    ReversalOfReversal(TransferId),
    /// Transfers that belong to a hold are undone by the hold's own life cycle.
    #[error("transfer {0} belongs to a hold")]
    ReversalOfHold(TransferId),
}

/// Gathers the parts of a transfer; [`Self::finish`] checks them.
#[derive(Debug, Clone)]
#[must_use]
pub struct TransferBuilder(Transfer);

impl Transfer {
    /// The most entries that one transfer can have.
    pub const ENTRIES_MAX: usize = 1_000;

    /// Starts a transfer of that id and category that happened at `occurred_at`.
    pub fn build(id: TransferId, category: Category, occurred_at: Timestamp) -> TransferBuilder {
        TransferBuilder(Self {
            id,
            category,
            description: None,
            metadata: None,
            reference: None,
            occurred_at: crate::micros(occurred_at),
            reverses: None,
            hold: None,
            entries: Vec::with_capacity(2),
        })
    }

    /// `amount` minor units from the first account to the second.
    ///
    /// # Errors
    /// See [`TransferFault`].
    pub fn between(
        id: TransferId,
        category: Category,
        occurred_at: Timestamp,
        (from, to): (AccountKey, AccountKey),
        amount: i64,
    ) -> Result<Self, TransferFault> {
        Self::build(id, category, occurred_at)
            .move_amount(from, to, amount)
            .finish()
    }

    /// The transfer that undoes this one: the opposite entries, naming the original.
    ///
    /// # Errors
    /// A reversal is not reversed, nor is a step of a hold.
    pub fn reversal(
        &self,
        id: TransferId,
        occurred_at: Timestamp,
    ) -> Result<TransferBuilder, TransferFault> {
        if self.reverses.is_some() {
            return Err(TransferFault::ReversalOfReversal(self.id));
        }
        if self.hold.is_some() {
            return Err(TransferFault::ReversalOfHold(self.id));
        }
        let mut builder = Self::build(id, Category::Reversal, occurred_at);
        builder.0.reverses = Some(self.id);
        // i64::MIN has no opposite; `finish` then refuses the entry of zero.
        builder.0.entries = self
            .entries
            .iter()
            .map(|entry| Entry {
                amount: entry.amount.checked_neg().unwrap_or(0),
                ..*entry
            })
            .collect();
        Ok(builder)
    }

    /// Unique.
    pub const fn id(&self) -> TransferId {
        self.id
    }
    /// What it is for.
    pub const fn category(&self) -> Category {
        self.category
    }
    /// For people.
    pub const fn description(&self) -> Option<&Description> {
        self.description.as_ref()
    }
    /// For machines.
    pub const fn metadata(&self) -> Option<&Metadata> {
        self.metadata.as_ref()
    }
    /// What it is the payment of.
    pub const fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }
    /// When it happened in the world; `posted_at` says when the ledger learned of it.
    pub const fn occurred_at(&self) -> Timestamp {
        self.occurred_at
    }
    /// The transfer that it undoes.
    pub const fn reverses(&self) -> Option<TransferId> {
        self.reverses
    }
    /// The hold that it makes, captures or releases.
    pub const fn hold(&self) -> Option<&HoldChange> {
        self.hold.as_ref()
    }
    /// At least two; they sum to zero in every currency.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A digest of everything but the id and the times: two transfers of one reference are the same when it is equal.
    pub fn content_digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"ludger content 1\0");
        self.feed_content(|bytes| hash.update(bytes));
        hash.finalize().into()
    }

    /// Everything but id, times and positions, as length-prefixed bytes.
    pub(super) fn feed_content(&self, mut take: impl FnMut(&[u8])) {
        let mut text = |text: Option<&str>| match text {
            Some(text) => {
                take(&(text.len() as u64).to_be_bytes());
                take(text.as_bytes());
            }
            None => take(&u64::MAX.to_be_bytes()),
        };
        text(Some(self.category.as_str()));
        text(self.description.as_ref().map(Description::as_str));
        text(self.metadata.as_ref().map(Metadata::as_str));
        text(self.reference.as_ref().map(Reference::as_str));
        take(
            self.reverses
                .map(TransferId::uuid)
                .unwrap_or_default()
                .as_bytes(),
        );
        match &self.hold {
            Some(change) => change.feed(&mut take),
            None => take(b"-"),
        }
        take(&(self.entries.len() as u64).to_be_bytes());
        for entry in &self.entries {
            take(entry.account.uuid().as_bytes());
            take(&entry.amount.to_be_bytes());
        }
    }
}

impl TransferBuilder {
    /// Says what it is, for people.
    pub fn describe(mut self, description: impl Into<Option<Description>>) -> Self {
        self.0.description = description.into();
        self
    }

    /// Adds data for machines.
    pub fn metadata(mut self, metadata: impl Into<Option<Metadata>>) -> Self {
        self.0.metadata = metadata.into();
        self
    }

    /// Says what it is the payment of.
    pub fn reference(mut self, reference: impl Into<Option<Reference>>) -> Self {
        self.0.reference = reference.into();
        self
    }

    /// Adds one entry.
    pub fn entry(mut self, key: AccountKey, amount: i64) -> Self {
        self.0.entries.push(Entry {
            account: key.id(),
            key,
            amount,
        });
        self
    }

    /// Adds two entries: `amount` goes from one account to another.
    pub fn move_amount(self, from: AccountKey, to: AccountKey, amount: i64) -> Self {
        // i64::MIN has no opposite; `finish` then refuses the entry of zero.
        self.entry(from, amount.checked_neg().unwrap_or(0))
            .entry(to, amount)
    }

    pub(super) fn hold(mut self, change: HoldChange) -> Self {
        self.0.hold = Some(change);
        self
    }

    /// Names the transfer that this one undoes. Only for stores, which read back what [`Transfer::reversal`] made.
    pub fn restore(mut self, reverses: Option<TransferId>, hold: Option<HoldChange>) -> Self {
        self.0.reverses = reverses;
        self.0.hold = hold;
        self
    }

    /// The transfer, if its entries are one.
    ///
    /// # Errors
    /// The first rule that the entries break.
    pub fn finish(self) -> Result<Transfer, TransferFault> {
        let transfer = self.0;
        let entries = &transfer.entries;
        if !(2..=Transfer::ENTRIES_MAX).contains(&entries.len()) {
            return Err(TransferFault::EntryCount(entries.len()));
        }
        if let Some(entry) = entries.iter().find(|entry| !entry.key.is_well_formed()) {
            return Err(TransferFault::Malformed(entry.key));
        }
        if let Some(entry) = entries.iter().find(|entry| entry.amount == 0) {
            return Err(TransferFault::Zero(entry.key));
        }
        if let Some(key) = first_repeated(entries) {
            return Err(TransferFault::Repeated(key));
        }
        match first_unbalanced(entries) {
            Some(currency) => Err(TransferFault::Unbalanced(currency)),
            None => Ok(transfer),
        }
    }
}

fn first_repeated(entries: &[Entry]) -> Option<AccountKey> {
    if let [a, b] = entries {
        return (a.account == b.account).then_some(a.key);
    }
    let mut seen = std::collections::HashSet::with_capacity(entries.len());
    entries
        .iter()
        .find(|entry| !seen.insert(entry.account))
        .map(|entry| entry.key)
}

fn first_unbalanced(entries: &[Entry]) -> Option<CurrencyCode> {
    if let [a, b] = entries
        && a.key.currency == b.key.currency
    {
        return (a.amount.checked_add(b.amount) != Some(0)).then_some(a.key.currency);
    }
    // 1,000 entries of 64 bits cannot overflow 128.
    let mut sums = std::collections::BTreeMap::<CurrencyCode, i128>::new();
    for entry in entries {
        let sum = sums.entry(entry.key.currency).or_default();
        *sum = sum.saturating_add(i128::from(entry.amount));
    }
    sums.into_iter()
        .find(|(_, sum)| *sum != 0)
        .map(|(currency, _)| currency)
}
