use crate::Timestamp;
use crate::ids::{AccountId, TransferId};
use serde::{Deserialize, Serialize};

/// What became true when a transfer was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Which transfer.
    pub transfer: TransferId,
    /// When the ledger applied it. Never before an earlier entry of any of its accounts.
    pub posted_at: Timestamp,
    /// In the transfer's order.
    pub entries: Vec<PostedEntry>,
}

/// One entry with its place in its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedEntry {
    /// Which account.
    pub account: AccountId,
    /// Minor units.
    pub amount: i64,
    /// 1, 2, 3, … in each account, without gaps.
    pub sequence: i64,
    /// The account's balance after this entry.
    pub balance_after: i64,
}
