use ludger_domain::Timestamp;
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::{
    AccountKey, Category, Description, Entry, Metadata, Posted, PostedEntry, Reference, Transfer,
};
use ludger_domain::money::Amount;
use ludger_ports::read::PostedTransfer;

/// A transfer as those who may see all of it see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferView {
    /// Unique.
    pub id: TransferId,
    /// What it is for.
    pub category: Category,
    /// For people.
    pub description: Option<Description>,
    /// For machines.
    pub metadata: Option<Metadata>,
    /// What it is the payment of.
    pub reference: Option<Reference>,
    /// When it happened in the world.
    pub occurred_at: Timestamp,
    /// When the ledger applied it.
    pub posted_at: Timestamp,
    /// The transfer that it undoes.
    pub reverses: Option<TransferId>,
    /// The transfer that undid it. The answer to a posting tells what was so when it was posted: nothing.
    pub reversed_by: Option<TransferId>,
    /// In the order in which they were given.
    pub entries: Vec<EntryView>,
}

/// One entry of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryView {
    /// Which account.
    pub account: AccountKey,
    /// Signed; positive: the account got.
    pub amount: Amount,
    /// Its number in the account.
    pub sequence: i64,
    /// The account's balance after it.
    pub balance_after: Amount,
}

impl TransferView {
    /// A transfer with what it became when it was posted.
    pub(super) fn posted(transfer: &Transfer, posted: &Posted) -> Self {
        let entry = |(entry, posted): (&Entry, &PostedEntry)| {
            let currency = entry.key.currency;
            EntryView {
                account: entry.key,
                amount: Amount {
                    minor: entry.amount,
                    currency,
                },
                sequence: posted.sequence,
                balance_after: Amount {
                    minor: posted.balance_after,
                    currency,
                },
            }
        };
        Self {
            id: transfer.id(),
            category: transfer.category(),
            description: transfer.description().cloned(),
            metadata: transfer.metadata().cloned(),
            reference: transfer.reference().cloned(),
            occurred_at: transfer.occurred_at(),
            posted_at: posted.posted_at,
            reverses: transfer.reverses(),
            reversed_by: None,
            entries: transfer
                .entries()
                .iter()
                .zip(&posted.entries)
                .map(entry)
                .collect(),
        }
    }
}

impl From<PostedTransfer> for TransferView {
    fn from(found: PostedTransfer) -> Self {
        let view = Self::posted(&found.transfer, &found.posted);
        Self {
            reversed_by: found.reversed_by,
            ..view
        }
    }
}
