use crate::{Page, PageRequest, Unavailable};

/// The beginning of a list, up to more than any case has in it.
pub(in crate::contract) const fn first<C>(limit: usize) -> PageRequest<C> {
    PageRequest { after: None, limit }
}

/// A whole list, by pages of `limit` items; no page is longer, none is empty but the only one.
pub(in crate::contract) async fn all_pages<T, C: Clone>(
    limit: usize,
    read: impl AsyncFn(PageRequest<C>) -> Result<Page<T, C>, Unavailable>,
) -> Vec<T> {
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let page = read(PageRequest {
            after: after.clone(),
            limit,
        })
        .await
        .unwrap();
        assert!(
            page.items.len() <= limit,
            "a page of {limit} has {} items",
            page.items.len()
        );
        assert!(
            page.next.is_none() || page.items.len() == limit,
            "a page that is not full leads on"
        );
        assert!(
            after.is_none() || !page.items.is_empty(),
            "a page leads to an empty one"
        );
        items.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => return items,
        }
    }
}
