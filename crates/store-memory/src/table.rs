//! A map that can take back what was written since the last commit.

use ludger_ports::Unavailable;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::ops::Deref;

/// Rows by key. Read as the map that it is; written by the methods below, each of which notes what stood there before.
#[derive(Debug)]
pub(crate) struct Table<K, V> {
    rows: BTreeMap<K, V>,
    journal: Vec<(K, Option<V>)>,
}

impl<K: Ord + Clone + Debug, V: Clone> Table<K, V> {
    /// Writes a row, in place of another or not.
    pub(crate) fn put(&mut self, key: K, row: V) {
        let before = self.rows.insert(key.clone(), row);
        self.journal.push((key, before));
    }

    /// Writes a row that must not be there yet: what a unique key is in SQL.
    pub(crate) fn add(&mut self, key: K, row: V) -> Result<(), Unavailable> {
        if self.rows.contains_key(&key) {
            return Err(Unavailable::broken(format!(
                "there is a row at {key:?} already"
            )));
        }
        self.put(key, row);
        Ok(())
    }

    /// Takes a row away, if it is there.
    pub(crate) fn remove(&mut self, key: &K) {
        if let Some(before) = self.rows.remove(key) {
            self.journal.push((key.clone(), Some(before)));
        }
    }

    /// Takes away the rows that fit.
    pub(crate) fn remove_if(&mut self, fits: impl Fn(&K, &V) -> bool) {
        let those: Vec<K> = self
            .rows
            .iter()
            .filter(|(key, row)| fits(key, row))
            .map(|(key, _)| key.clone())
            .collect();
        for key in those {
            self.remove(&key);
        }
    }

    /// What was written stays.
    pub(crate) fn keep(&mut self) {
        self.journal.clear();
    }

    /// What was written since the last commit is undone, the last of it first.
    pub(crate) fn take_back(&mut self) {
        while let Some((key, before)) = self.journal.pop() {
            match before {
                Some(row) => drop(self.rows.insert(key, row)),
                None => drop(self.rows.remove(&key)),
            }
        }
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            journal: Vec::new(),
        }
    }
}

impl<K, V> Deref for Table<K, V> {
    type Target = BTreeMap<K, V>;
    fn deref(&self) -> &Self::Target {
        &self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_kept_is_taken_back() {
        let mut table = Table::default();
        table.put(1, "one");
        table.put(2, "two");
        table.keep();
        table.put(1, "uno");
        table.put(1, "un");
        table.remove(&2);
        table.put(3, "three");
        assert!(table.add(3, "drei").is_err());
        table.take_back();
        assert_eq!(*table, BTreeMap::from([(1, "one"), (2, "two")]));
    }
}
