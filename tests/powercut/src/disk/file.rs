//! A file: what programs read of it, and what of that is safe.

use super::content::Content;
use super::{Forgotten, Survivors};
use std::collections::BTreeSet;

#[derive(Clone, Default)]
pub(super) struct File {
    now: Content,
    synced: Content,
    /// The pages in which they may differ.
    dirty: BTreeSet<u64>,
}

impl File {
    pub(super) const fn size(&self) -> u64 {
        self.now.size()
    }

    pub(super) fn read(&self, offset: u64, length: usize) -> Vec<u8> {
        self.now.read(offset, length)
    }

    pub(super) fn write(&mut self, offset: u64, data: &[u8]) {
        self.dirty.extend(self.now.write(offset, data));
    }

    pub(super) fn resize(&mut self, size: u64) {
        self.dirty.extend(self.now.resize(size));
    }

    /// All of it is safe now.
    pub(super) fn sync(&mut self) {
        for page in std::mem::take(&mut self.dirty) {
            self.synced.copy_page(page, &self.now);
        }
        self.synced.resize(self.now.size());
    }

    /// What was not synced is gone, but for pages that the disk had happened to write, and perhaps the new size.
    pub(super) fn lose_power(&mut self, survivors: &mut Survivors, forgotten: &mut Forgotten) {
        let (old, new) = (self.synced.size(), self.now.size());
        for page in std::mem::take(&mut self.dirty) {
            if survivors.has_one_more() {
                self.synced.copy_page(page, &self.now);
                forgotten.survived += 1;
            } else {
                forgotten.pages += 1;
            }
        }
        let is_new_size = old != new && survivors.has_one_more();
        // Also for an old size: pages behind it may have come.
        self.synced.resize(if is_new_size { new } else { old });
        self.now = self.synced.clone();
    }
}
