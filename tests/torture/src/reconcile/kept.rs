//! What the database keeps when all is over: its rows as they are, read in one snapshot and without the product's own
//! store, whose mistakes would otherwise hide themselves.

mod load;
mod rows;

use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// All rows that any check looks at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    pub(crate) accounts: Vec<Account>,
    /// By shard and position.
    pub(crate) transfers: Vec<Transfer>,
    /// Transfers that entries name and that are not there.
    pub(crate) strays: Vec<Uuid>,
    pub(crate) heads: Vec<Head>,
    pub(crate) holds: Vec<Hold>,
    /// Scopes of idempotency records, in hexadecimal digits.
    pub(crate) records: HashSet<String>,
    /// Users that are not deleted.
    pub(crate) users: HashSet<Uuid>,
    /// Accounts and sequence numbers.
    pub(crate) hidden: HashSet<(Uuid, i64)>,
    pub(crate) sessions: HashMap<Uuid, Session>,
    /// By session and question.
    pub(crate) answers: HashMap<(Uuid, Uuid), Answer>,
    /// Topics and questions, each with whether it is deleted.
    pub(crate) bank: HashMap<Uuid, bool>,
}

/// An account of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) id: Uuid,
    /// All zeros: the system.
    pub(crate) owner: Uuid,
    pub(crate) purpose: String,
    pub(crate) currency: String,
    pub(crate) balance: i64,
    pub(crate) sequence: i64,
    pub(crate) floor: Option<i64>,
}

/// A transfer with its entries, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transfer {
    pub(crate) id: Uuid,
    pub(crate) shard: i16,
    pub(crate) position: i64,
    /// Hexadecimal digits.
    pub(crate) hash: String,
    pub(crate) category: String,
    pub(crate) description: Option<String>,
    pub(crate) metadata: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) reverses: Option<Uuid>,
    pub(crate) hold: Option<Uuid>,
    pub(crate) occurred_at: jiff::Timestamp,
    pub(crate) posted_at: jiff::Timestamp,
    pub(crate) entries: Vec<Entry>,
}

/// An entry of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) account: Uuid,
    pub(crate) currency: String,
    pub(crate) amount: i64,
    pub(crate) sequence: i64,
    pub(crate) balance_after: i64,
    pub(crate) posted_at: jiff::Timestamp,
}

/// The end of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) shard: i16,
    pub(crate) position: i64,
    /// Hexadecimal digits.
    pub(crate) hash: String,
}

/// Value set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hold {
    pub(crate) id: Uuid,
    pub(crate) user: Uuid,
    pub(crate) currency: String,
    pub(crate) amount: i64,
    pub(crate) captured: i64,
    pub(crate) released: i64,
}

/// A quiz session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) user: Uuid,
    pub(crate) status: String,
    /// `completed` or `forfeited`.
    pub(crate) ending: Option<String>,
    pub(crate) score: i64,
}

/// What a player answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) is_correct: bool,
    pub(crate) points: i64,
}

impl Kept {
    /// Reads `postgres://…` or `sqlite:…`. Blocks.
    pub(crate) fn read(url: &str) -> anyhow::Result<Self> {
        load::load(url)
    }
}
