use super::{NamedUsers, TransferDraft};
use ludger_domain::Timestamp;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::ids::TransferId;
use ludger_domain::ledger::{
    Category, Description, Metadata, Reference, Transfer, TransferBuilder, TransferFault,
};
use ludger_domain::money::Currencies;
use std::time::Duration;

/// How far the clocks of those who post may be ahead of ours.
const AHEAD_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// What a draft is checked against.
pub(super) struct Rules<'a> {
    pub(super) currencies: &'a Currencies,
    pub(super) users: &'a NamedUsers,
    pub(super) now: Timestamp,
}

impl Rules<'_> {
    /// The transfer that the draft asks for, or all that is wrong with it.
    pub(super) fn transfer(
        &self,
        draft: &TransferDraft,
        id: TransferId,
    ) -> Result<Transfer, Faults> {
        let mut faults = Faults::default();
        let category = faults.take(category(&draft.category));
        let occurred_at = faults.take(self.occurred_at(draft.occurred_at.as_deref()));
        let description = faults.take(optional(
            "/description",
            draft.description.clone(),
            Description::try_from,
        ));
        let metadata = faults.take(optional(
            "/metadata",
            draft.metadata.clone(),
            Metadata::try_from,
        ));
        let reference = faults.take(optional(
            "/reference",
            draft.reference.clone(),
            Reference::try_from,
        ));
        // Whether the entries balance does not hang on the rest.
        let builder = Transfer::build(
            id,
            category.unwrap_or(Category::Transfer),
            occurred_at.unwrap_or(self.now),
        )
        .describe(description.flatten())
        .metadata(metadata.flatten())
        .reference(reference.flatten());
        let transfer = faults.take(
            self.with_entries(draft, builder)
                .map_err(|f| f.under("/entries")),
        );
        match transfer {
            Some(transfer) if faults.0.is_empty() => Ok(transfer),
            _ => Err(faults),
        }
    }

    fn with_entries(
        &self,
        draft: &TransferDraft,
        builder: TransferBuilder,
    ) -> Result<Transfer, Faults> {
        if draft.entries.len() > Transfer::ENTRIES_MAX {
            return Err(unbalanced(&TransferFault::EntryCount(draft.entries.len())).into());
        }
        let entries = self.entries(&draft.entries)?;
        let builder = entries
            .into_iter()
            .fold(builder, |builder, (key, amount)| builder.entry(key, amount));
        builder.finish().map_err(|fault| unbalanced(&fault).into())
    }

    fn occurred_at(&self, text: Option<&str>) -> Result<Timestamp, Fault> {
        let Some(text) = text else {
            return Ok(self.now);
        };
        let at = text.parse::<Timestamp>().map_err(|_| {
            let detail = "an instant is written like 2026-01-31T12:00:00Z";
            Fault::new("/occurred_at", "invalid_instant", detail)
        })?;
        let latest = self.now.checked_add(AHEAD_MAX).unwrap_or(Timestamp::MAX);
        if at < Timestamp::UNIX_EPOCH || at > latest {
            let detail = "lies between 1970 and a day from now";
            return Err(Fault::new("/occurred_at", "out_of_range", detail));
        }
        Ok(at)
    }
}

fn category(name: &str) -> Result<Category, Fault> {
    match Category::from_name(name) {
        Some(Category::AdminAdjustment | Category::Reversal) => Err(Fault::new(
            "/category",
            "category_not_allowed",
            format!("{name} has an operation of its own"),
        )),
        Some(category) => Ok(category),
        None => Err(Fault::new(
            "/category",
            "unknown_category",
            "is no category",
        )),
    }
}

/// What may be left out, checked where it is not.
fn optional<T, U>(
    pointer: &str,
    value: Option<T>,
    check: impl FnOnce(T) -> Result<U, Fault>,
) -> Result<Option<U>, Faults> {
    value
        .map(check)
        .transpose()
        .map_err(|fault| Faults::from(fault).under(pointer))
}

fn unbalanced(fault: &TransferFault) -> Fault {
    let code = match fault {
        TransferFault::EntryCount(_) => "entry_count",
        TransferFault::Unbalanced(_) => "unbalanced",
        _ => "invalid_entries",
    };
    Fault::new("", code, fault.to_string())
}
