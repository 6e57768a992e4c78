//! What a file holds, in pages: the unit in which a disk writes, so that a write over two of them can tear between.
//!
//! Pages are shared between the state that programs see and the state that is safe, until one of them changes.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes of a page.
pub(super) const PAGE: usize = 4096;

/// Bytes, and holes that read as zeros.
#[derive(Clone, Default)]
pub(super) struct Content {
    size: u64,
    pages: BTreeMap<u64, Arc<[u8; PAGE]>>,
}

impl Content {
    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    /// At most `length` bytes from `offset`; fewer at the end.
    pub(super) fn read(&self, offset: u64, length: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in parts(offset, self.within(offset, length)) {
            match self.pages.get(&part.page) {
                Some(page) => bytes.extend_from_slice(&page[part.start..][..part.length]),
                None => bytes.resize(bytes.len() + part.length, 0),
            }
        }
        bytes
    }

    /// Writes, and tells which pages changed.
    pub(super) fn write(&mut self, offset: u64, data: &[u8]) -> Vec<u64> {
        let mut rest = data;
        let mut changed = Vec::new();
        for part in parts(offset, data.len()) {
            let (these, others) = rest.split_at(part.length);
            self.page(part.page)[part.start..][..part.length].copy_from_slice(these);
            rest = others;
            changed.push(part.page);
        }
        self.size = self.size.max(offset + data.len() as u64);
        changed
    }

    /// Cuts the end off, or adds a hole, and tells which pages changed.
    pub(super) fn resize(&mut self, size: u64) -> Vec<u64> {
        let (last, start) = place(size);
        let beyond = if start == 0 { last } else { last + 1 };
        let mut changed: Vec<u64> = self.pages.split_off(&beyond).into_keys().collect();
        if let Some(page) = self.pages.get_mut(&last).filter(|_| size < self.size) {
            Arc::make_mut(page)[start..].fill(0);
            changed.push(last);
        }
        self.size = size;
        changed
    }

    /// Makes a page the same as there, the hole that it may be included.
    pub(super) fn copy_page(&mut self, page: u64, from: &Self) {
        match from.pages.get(&page) {
            Some(found) => drop(self.pages.insert(page, found.clone())),
            None => drop(self.pages.remove(&page)),
        }
    }

    fn page(&mut self, page: u64) -> &mut [u8; PAGE] {
        Arc::make_mut(
            self.pages
                .entry(page)
                .or_insert_with(|| Arc::new([0; PAGE])),
        )
    }

    /// How many of `length` bytes from `offset` there are.
    fn within(&self, offset: u64, length: usize) -> usize {
        let there = self.size.saturating_sub(offset);
        usize::try_from(there).map_or(length, |there| there.min(length))
    }
}

/// A stretch within one page.
struct Part {
    page: u64,
    start: usize,
    length: usize,
}

/// `length` bytes from `offset`, page by page.
fn parts(offset: u64, length: usize) -> impl Iterator<Item = Part> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let (page, start) = place(offset + done as u64);
        let length = (PAGE - start).min(length - done);
        done += length;
        (length > 0).then_some(Part {
            page,
            start,
            length,
        })
    })
}

/// The page of an offset, and where in it.
#[expect(clippy::cast_possible_truncation, reason = "less than a page")]
const fn place(offset: u64) -> (u64, usize) {
    (offset / PAGE as u64, (offset % PAGE as u64) as usize)
}
