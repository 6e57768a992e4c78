//! Doors that behave badly.

use super::at_once;
use ludger_ports::{Changes, CommitError, Committed, MockStore, Store, Unavailable};
use ludger_store_memory::MemoryStore;
use ludger_testkit::world::FakeClock;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// A door at which everyone waits for all others to come: what was read before is old by then.
pub(crate) struct Crowded(pub(crate) Arc<MemoryStore>);

impl Store for Crowded {
    fn commit<'a, 'b>(
        &'a self,
        changes: Changes,
    ) -> Pin<Box<dyn Future<Output = Result<Committed, CommitError>> + Send + 'b>>
    where
        'a: 'b,
    {
        Box::pin(async {
            tokio::task::yield_now().await;
            self.0.commit(changes).await
        })
    }
}

/// A door that is stuck at its `nth` commit, counted from 1, and opens for all others.
pub(crate) fn stuck_at(nth: usize, store: &Arc<MemoryStore>) -> Arc<MockStore> {
    let (mut door, store, mut commits) = (MockStore::new(), store.clone(), 0);
    door.expect_commit().returning(move |changes| {
        commits += 1;
        if commits == nth {
            return Err(Unavailable::broken("the door is stuck").into());
        }
        at_once(store.commit(changes))
    });
    Arc::new(door)
}

/// A door that sends everyone back once, and takes this long over it.
pub(crate) fn slow(
    by: Duration,
    store: &Arc<MemoryStore>,
    clock: &Arc<FakeClock>,
) -> Arc<MockStore> {
    let (mut door, store, clock) = (MockStore::new(), store.clone(), clock.clone());
    let mut is_sent_back = false;
    door.expect_commit().returning(move |changes| {
        is_sent_back = !is_sent_back;
        let expectation = changes.clone().into_parts().expectations.pop();
        match expectation.filter(|_| is_sent_back) {
            Some(expectation) => {
                clock.advance(by);
                Err(CommitError::Stale(expectation))
            }
            None => at_once(store.commit(changes)),
        }
    });
    Arc::new(door)
}
