use super::EntryDraft;
use super::account::{account, may_move};
use super::rules::Rules;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::ledger::AccountKey;
use ludger_domain::money::Currency;
use std::collections::HashSet;

impl Rules<'_> {
    /// Account and minor units of each entry; pointers are relative to the list.
    pub(super) fn entries(&self, drafts: &[EntryDraft]) -> Result<Vec<(AccountKey, i64)>, Faults> {
        let mut faults = Faults::default();
        let mut seen = HashSet::with_capacity(drafts.len());
        let mut entries = Vec::with_capacity(drafts.len());
        for (index, draft) in drafts.iter().enumerate() {
            let entry = self.entry(draft).and_then(|(key, amount)| {
                let is_new = seen.insert(key);
                is_new
                    .then_some((key, amount))
                    .ok_or_else(|| repeated().into())
            });
            entries.extend(faults.take(entry.map_err(|f| f.under(&format!("/{index}")))));
        }
        faults.into_result().map(|()| entries)
    }

    fn entry(&self, draft: &EntryDraft) -> Result<(AccountKey, i64), Faults> {
        let mut faults = Faults::default();
        let owner_and_purpose =
            faults.take(account(&draft.account, self.users).map_err(|f| f.under("/account")));
        let currency = faults.take(self.currency(&draft.currency));
        let amount = currency.and_then(|currency| faults.take(amount(&draft.amount, currency)));
        let (Some((owner, purpose)), Some(currency)) = (owner_and_purpose, currency) else {
            return Err(faults);
        };
        let key = AccountKey {
            owner,
            purpose,
            currency: currency.code,
        };
        faults.take(may_move(&key, currency, amount, self.users));
        match amount {
            Some(amount) if faults.0.is_empty() => Ok((key, amount)),
            _ => Err(faults),
        }
    }

    fn currency(&self, code: &str) -> Result<Currency, Fault> {
        let unknown = || {
            Fault::new(
                "/currency",
                "unknown_currency",
                "is no currency of this deployment",
            )
        };
        self.currencies.get(code).ok_or_else(unknown)
    }
}

fn amount(text: &str, currency: Currency) -> Result<i64, Fault> {
    match currency.parse(text) {
        Ok(amount) if amount.minor == 0 => Err(Fault::new(
            "/amount",
            "zero_amount",
            "an entry moves something",
        )),
        // It has no opposite, so it could never be reversed.
        Ok(amount) if amount.minor == i64::MIN => {
            Err(Fault::new("/amount", "amount_overflow", "is too large"))
        }
        Ok(amount) => Ok(amount.minor),
        Err(fault) => Err(Fault::new("/amount", fault.code(), fault.to_string())),
    }
}

fn repeated() -> Fault {
    Fault::new(
        "/account",
        "repeated_account",
        "stands in an earlier entry: add the amounts up",
    )
}
