//! Rows as the domain's own types, for the checks that run its code over them.

use super::index::Index;
use super::kept::{Account, Entry, Transfer};
use anyhow::{Context, anyhow, bail};
use ludger_domain::ledger as domain;
use ludger_domain::ledger::{AccountKey, Category, ChainHash, Owner, Posted, PostedEntry, Sealed};

/// A transfer, what it became, and where it stands.
pub(crate) struct Restored {
    pub(crate) transfer: domain::Transfer,
    pub(crate) posted: Posted,
    pub(crate) sealed: Sealed,
}

/// What an account is unique by.
pub(crate) fn key(account: &Account) -> anyhow::Result<AccountKey> {
    let owner = if account.owner.is_nil() {
        Owner::System
    } else {
        Owner::User(account.owner.into())
    };
    let told = |error| anyhow!("account {}: {error}", account.id);
    Ok(AccountKey {
        owner,
        purpose: account
            .purpose
            .parse()
            .map_err(|faults| told(format!("{faults}")))?,
        currency: account
            .currency
            .parse()
            .map_err(|faults| told(format!("{faults}")))?,
    })
}

/// The transfer, through the domain's own constructors.
pub(crate) fn restored(row: &Transfer, index: &Index<'_>) -> anyhow::Result<Restored> {
    let told = |what: String| anyhow!("transfer {}: {what}", row.id);
    if row.hold.is_some() {
        bail!("transfer {} belongs to a hold, and nobody made one", row.id);
    }
    let category = Category::from_name(&row.category);
    let category = category.with_context(|| format!("transfer {}: its category", row.id))?;
    let description = row.description.clone().map(domain::Description::try_from);
    let metadata = row.metadata.as_deref().map(domain::Metadata::restore);
    let reference = row.reference.clone().map(domain::Reference::try_from);
    let mut builder = domain::Transfer::build(row.id.into(), category, row.occurred_at)
        .describe(description.transpose().map_err(|e| told(e.to_string()))?)
        .metadata(metadata.transpose().map_err(|e| told(e.to_string()))?)
        .reference(reference.transpose().map_err(|e| told(e.to_string()))?)
        .restore(row.reverses.map(Into::into), None);
    for entry in &row.entries {
        let account = index.accounts.get(&entry.account);
        let account = account.with_context(|| format!("transfer {}: its account", row.id))?;
        builder = builder.entry(key(account)?, entry.amount);
    }
    Ok(Restored {
        transfer: builder.finish().map_err(|e| told(e.to_string()))?,
        posted: Posted {
            transfer: row.id.into(),
            posted_at: row.posted_at,
            entries: row.entries.iter().map(posted).collect(),
        },
        sealed: Sealed {
            shard: row.shard,
            position: row.position,
            hash: hash(&row.hash).with_context(|| format!("transfer {}: its hash", row.id))?,
        },
    })
}

fn posted(entry: &Entry) -> PostedEntry {
    PostedEntry {
        account: entry.account.into(),
        amount: entry.amount,
        sequence: entry.sequence,
        balance_after: entry.balance_after,
    }
}

/// 64 hexadecimal digits.
pub(crate) fn hash(digits: &str) -> Option<ChainHash> {
    let mut hash = [0; 32];
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(ChainHash(hash))
}
