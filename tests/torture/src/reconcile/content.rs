//! Whether a transfer is the one that was told or asked for.

use super::index::Index;
use super::kept::Transfer;
use super::wish::{Content, Wish, account, minor, sorted, text};
use serde_json::Value;
use uuid::Uuid;

/// What is not as the reply told it.
pub(crate) fn differs_from_receipt(kept: &Transfer, told: &Value) -> Option<String> {
    let told_entries = told["entries"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let as_told: Vec<_> = told_entries.iter().map(entry).collect();
    let as_kept: Vec<_> = kept
        .entries
        .iter()
        .map(|entry| {
            Some((
                entry.account,
                entry.amount,
                entry.sequence,
                entry.balance_after,
            ))
        })
        .collect();
    let metadata = kept
        .metadata
        .as_deref()
        .map_or(Ok(Value::Null), serde_json::from_str);
    let parts = [
        ("id", told["id"] == kept.id.to_string()),
        ("category", told["category"] == kept.category),
        (
            "description",
            text(&told["description"]) == kept.description,
        ),
        (
            "metadata",
            metadata.is_ok_and(|metadata| metadata == told["metadata"]),
        ),
        ("reference", text(&told["reference"]) == kept.reference),
        ("reverses", id(&told["reverses"]) == kept.reverses),
        (
            "occurred_at",
            instant(&told["occurred_at"]) == Some(kept.occurred_at),
        ),
        (
            "posted_at",
            instant(&told["posted_at"]) == Some(kept.posted_at),
        ),
        ("entries", as_told == as_kept),
    ];
    let wrong: Vec<_> = parts
        .iter()
        .filter(|(_, fits)| !fits)
        .map(|(name, _)| *name)
        .collect();
    (!wrong.is_empty())
        .then(|| format!("was told otherwise in {wrong:?}: {told} is kept as {kept:?}"))
}

/// What is not as the request asked for it.
pub(crate) fn differs_from_wish(kept: &Transfer, wish: &Wish, index: &Index<'_>) -> Option<String> {
    let as_kept = sorted(kept.entries.iter().map(|e| (e.account, e.amount)).collect());
    let fits = match &wish.content {
        None => return Some(format!("is no transfer, and was posted as {}", kept.id)),
        Some(Content::Entries {
            category,
            reference,
            entries,
        }) => *category == kept.category && *reference == kept.reference && *entries == as_kept,
        Some(Content::Undo(original)) => {
            let undone = index.transfers.get(original).map(|original| {
                let opposite = |e: &super::kept::Entry| (e.account, e.amount.wrapping_neg());
                sorted(original.entries.iter().map(opposite).collect())
            });
            kept.reverses == Some(*original) && undone == Some(as_kept)
        }
    };
    (!fits).then(|| format!("asked for {:?} and got {kept:?}", wish.content))
}

fn entry(told: &Value) -> Option<(Uuid, i64, i64, i64)> {
    let currency = told["currency"].as_str()?;
    Some((
        account(&told["account"], currency)?,
        minor(told["amount"].as_str()?, currency)?,
        told["sequence"].as_i64()?,
        minor(told["balance_after"]["amount"].as_str()?, currency)?,
    ))
}

fn id(told: &Value) -> Option<Uuid> {
    told.as_str()?.parse().ok()
}

pub(crate) fn instant(told: &Value) -> Option<jiff::Timestamp> {
    told.as_str()?.parse().ok()
}
