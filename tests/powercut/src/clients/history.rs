//! What all clients together were promised, and whether the books keep it.

use super::Transfer;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// Reads every transfer of ours: its key, how often it is there, and what it moves in all.
const FOUND: &str = "SELECT t.description AS key, count(*) AS copies, CAST(sum(e.amount) AS BIGINT) AS cents \
     FROM transfers t JOIN entries e ON e.transfer_id = t.id \
     WHERE t.description LIKE 'cut-%' AND e.amount > 0 GROUP BY t.description";

/// What the books have under a key.
#[derive(Debug, diesel::QueryableByName)]
pub(crate) struct Found {
    #[diesel(sql_type = Text)]
    pub(crate) key: String,
    #[diesel(sql_type = BigInt)]
    pub(crate) copies: i64,
    #[diesel(sql_type = BigInt)]
    pub(crate) cents: i64,
}

/// Since the first power cut.
#[derive(Default)]
pub(crate) struct History {
    /// Cents by key: these transfers have to be there for ever, once.
    promised: BTreeMap<String, i64>,
    /// These may be there, once, until they are asked for again.
    open: BTreeMap<String, Transfer>,
}

/// What is not as promised.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) lost: Vec<String>,
    pub(crate) doubled: Vec<String>,
    /// Of another amount, or never asked for.
    pub(crate) strange: Vec<String>,
}

impl Found {
    pub(crate) const QUERY: &str = FOUND;
}

impl History {
    pub(crate) fn promise(&mut self, transfer: &Transfer) {
        self.open.remove(&transfer.key);
        self.promised.insert(transfer.key.clone(), transfer.cents);
    }

    pub(crate) fn leave_open(&mut self, transfer: Transfer) {
        self.open.insert(transfer.key.clone(), transfer);
    }

    /// What nobody knows of yet.
    pub(crate) fn open(&self) -> Vec<Transfer> {
        self.open.values().cloned().collect()
    }

    pub(crate) fn judge(&self, books: &[Found]) -> Judgement {
        let mut judgement = Judgement::default();
        let mut missing = self.promised.clone();
        for found in books {
            let promised = missing.remove(&found.key);
            let asked = promised.or_else(|| self.open.get(&found.key).map(|open| open.cents));
            if found.copies != 1 {
                judgement.doubled.push(found.key.clone());
            } else if asked != Some(found.cents) {
                judgement.strange.push(found.key.clone());
            }
        }
        judgement.lost = missing.into_keys().collect();
        judgement
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_doubled_or_strange_is_told() {
        let [kept, lost, doubled, open, never] =
            [0, 2, 4, 6, 8].map(|n| Transfer::new("c", n, "ada"));
        let mut history = History::default();
        for transfer in [&kept, &lost, &doubled] {
            history.promise(transfer);
        }
        history.leave_open(open.clone());
        let found = |transfer: &Transfer, copies| Found {
            key: transfer.key.clone(),
            copies,
            cents: transfer.cents * copies,
        };
        let books = [
            found(&kept, 1),
            found(&doubled, 2),
            found(&open, 1),
            found(&never, 1),
        ];
        let judgement = history.judge(&books);
        assert_eq!(judgement.lost, [lost.key]);
        assert_eq!(judgement.doubled, [doubled.key]);
        assert_eq!(judgement.strange, [never.key]);

        let mut history = History::default();
        history.promise(&kept);
        history.leave_open(open.clone());
        let books = [found(&kept, 1)];
        assert_eq!(
            history.judge(&books),
            Judgement::default(),
            "an open one may be missing"
        );
        history.promise(&open);
        assert_eq!(
            history.judge(&books).lost,
            [open.key],
            "until it is promised"
        );
        let changed = Found {
            cents: 7,
            ..found(&kept, 1)
        };
        assert_eq!(history.judge(&[changed]).strange, [kept.key]);
    }
}
