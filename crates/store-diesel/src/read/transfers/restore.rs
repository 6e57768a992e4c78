//! One transfer out of its rows. It goes through the domain's own constructors, so that what comes back is a transfer
//! or an error, never something in between.

use crate::read::rows::account_key;
use crate::read::{corrupt, word};
use crate::schema::{accounts, entries, transfers};
use diesel::prelude::*;
use diesel::result::Error;
use jiff::Timestamp;
use ludger_domain::ids::{AccountId, HoldId, TransferId, UserId};
use ludger_domain::ledger::{
    AccountKey, Category, ChainHash, Description, Hold, HoldChange, Metadata, Posted, PostedEntry,
    Purpose, Reference, Sealed, Shard, Transfer, TransferFault,
};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = transfers)]
pub(in crate::read) struct TransferRow {
    pub(in crate::read) id: TransferId,
    shard: Shard,
    pub(in crate::read) position: i64,
    hash: Vec<u8>,
    category: String,
    description: Option<String>,
    metadata: Option<String>,
    reference: Option<String>,
    reverses: Option<TransferId>,
    pub(in crate::read) hold_id: Option<HoldId>,
    pub(super) hold_step: Option<String>,
    occurred_at: Timestamp,
    posted_at: Timestamp,
}

/// An entry and, of its account, what it is unique by.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = entries)]
pub(in crate::read) struct EntryRow {
    pub(in crate::read) transfer_id: TransferId,
    account_id: AccountId,
    amount: i64,
    sequence: i64,
    balance_after: i64,
    #[diesel(select_expression = accounts::owner_id)]
    owner_id: UserId,
    #[diesel(select_expression = accounts::purpose)]
    purpose: String,
    #[diesel(select_expression = accounts::currency)]
    currency: String,
}

impl TransferRow {
    /// The transfer, if these entries still are one, with what it became and where it stands.
    ///
    /// `opened`: the hold that it made, if it made one.
    pub(in crate::read) fn restore(
        self,
        lines: &[EntryRow],
        opened: Option<Hold>,
    ) -> QueryResult<(Result<Transfer, TransferFault>, Posted, Sealed)> {
        let here = format!("transfer {}", self.id);
        let corrupt = |reason: &dyn std::fmt::Display| corrupt(&here, reason);
        let category = word(
            "a category",
            &self.category,
            Category::from_name(&self.category),
        )?;
        let description = self
            .description
            .map(Description::try_from)
            .transpose()
            .map_err(|e| corrupt(&e))?;
        let metadata = self
            .metadata
            .as_deref()
            .map(metadata)
            .transpose()
            .map_err(|e| corrupt(&e))?;
        let reference = self
            .reference
            .map(Reference::try_from)
            .transpose()
            .map_err(|e| corrupt(&e))?;
        let hash =
            <[u8; 32]>::try_from(self.hash).map_err(|_| corrupt(&"its hash has not 32 bytes"))?;
        let keys: Vec<AccountKey> = lines.iter().map(EntryRow::key).collect::<Result<_, _>>()?;
        let hold = match (self.hold_id, self.hold_step.as_deref()) {
            (None, None) => None,
            (Some(id), Some(step)) => {
                Some(hold_change(id, step, opened, lines, &keys).map_err(|e| corrupt(&e))?)
            }
            _ => return Err(corrupt(&"half a step of a hold")),
        };
        let mut builder = Transfer::build(self.id, category, self.occurred_at)
            .describe(description)
            .metadata(metadata)
            .reference(reference)
            .restore(self.reverses, hold);
        for (line, key) in lines.iter().zip(keys) {
            builder = builder.entry(key, line.amount);
        }
        let entries = lines.iter().map(EntryRow::posted).collect();
        let posted = Posted {
            transfer: self.id,
            posted_at: self.posted_at,
            entries,
        };
        let sealed = Sealed {
            shard: self.shard,
            position: self.position,
            hash: ChainHash(hash),
        };
        Ok((builder.finish(), posted, sealed))
    }
}

impl EntryRow {
    fn key(&self) -> Result<AccountKey, Error> {
        account_key(self.owner_id, &self.purpose, &self.currency)
    }

    const fn posted(&self) -> PostedEntry {
        PostedEntry {
            account: self.account_id,
            amount: self.amount,
            sequence: self.sequence,
            balance_after: self.balance_after,
        }
    }
}

pub(in crate::read) fn metadata(text: &str) -> Result<Metadata, String> {
    Metadata::restore(text).map_err(|fault| fault.to_string())
}

/// What was captured or released is what came out of `held`.
fn hold_change(
    id: HoldId,
    step: &str,
    opened: Option<Hold>,
    lines: &[EntryRow],
    keys: &[AccountKey],
) -> Result<HoldChange, String> {
    let other_side = lines
        .iter()
        .zip(keys)
        .find(|(_, key)| key.purpose != Purpose::Held);
    let amount = other_side.map_or(0, |(line, _)| line.amount);
    match step {
        "open" => Ok(HoldChange::Open(
            opened.ok_or_else(|| format!("its hold {id} is not there"))?,
        )),
        "capture" => Ok(HoldChange::Capture { id, amount }),
        "release" => Ok(HoldChange::Release { id, amount }),
        _ => Err(format!("{step:?} is no step of a hold")),
    }
}
