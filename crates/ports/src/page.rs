/// A part of a list, and where the next part begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, C> {
    /// In the list's order.
    pub items: Vec<T>,
    /// Where to go on; `None` at the end.
    pub next: Option<C>,
}

/// Which part of a list is wanted. Positions are keys of the last item seen, never offsets, so that inserts move
/// nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest<C> {
    /// Behind which item to begin; `None`: at the beginning.
    pub after: Option<C>,
    /// The most items wanted.
    pub limit: usize,
}

impl<T, C> Page<T, C> {
    /// A page out of up to `limit + 1` items: if there is one too many, the next page begins behind the last one kept.
    pub fn cut(mut items: Vec<T>, limit: usize, position: impl Fn(&T) -> C) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(position);
        Self { items, next }
    }

    /// The same page of something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U, C> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
        }
    }
}
