//! A folder: the names that programs find in it, and those that are safe.

use super::Ino;
use std::collections::BTreeMap;
use std::ffi::OsString;

/// Names, and what they stand for.
pub(super) type Entries = BTreeMap<OsString, Ino>;

#[derive(Clone, Default)]
pub(super) struct Folder {
    pub(super) now: Entries,
    synced: Entries,
}

impl Folder {
    /// All names are safe now.
    pub(super) fn sync(&mut self) {
        self.synced.clone_from(&self.now);
    }

    /// What was not synced has not happened; the number of names that came or went by it.
    pub(super) fn lose_power(&mut self) -> u64 {
        let differs = |one: &Entries, other: &Entries| {
            let gone = one
                .iter()
                .filter(|(name, ino)| other.get(*name) != Some(*ino));
            gone.count() as u64
        };
        let lost = differs(&self.now, &self.synced) + differs(&self.synced, &self.now);
        self.now.clone_from(&self.synced);
        lost
    }
}
