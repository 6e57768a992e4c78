//! How many connections are open.

use metrics::{counter, gauge};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

/// Connections that are open.
const OPEN: &str = "ludger_http_connections";
/// Connections that were turned away because too many were open.
const SHED: &str = "ludger_http_connections_shed_total";
/// Connections that were cut, by `reason`: the client did not send its `request`, or did not take its `answer`.
const CUT: &str = "ludger_http_connections_cut_total";

/// Connections of the whole process.
#[derive(Debug)]
pub(super) struct Connections {
    now: AtomicUsize,
    max: usize,
    none: Notify,
}

/// A connection; counted until it is dropped.
#[derive(Debug)]
pub(super) struct Open(Arc<Connections>);

impl Connections {
    pub(super) const fn new(max: usize) -> Self {
        Self {
            now: AtomicUsize::new(0),
            max,
            none: Notify::const_new(),
        }
    }

    /// Counts one more, if there is room for it.
    pub(super) fn enter(self: &Arc<Self>) -> Option<Open> {
        let open = Open(self.clone());
        gauge!(OPEN).increment(1);
        // Counted in any case: dropping it counts it out again.
        if self.now.fetch_add(1, Ordering::AcqRel) < self.max {
            return Some(open);
        }
        counter!(SHED).increment(1);
        None
    }

    /// How many there are.
    pub(super) fn now(&self) -> usize {
        self.now.load(Ordering::Acquire)
    }

    /// Waits until there is none.
    pub(super) async fn none(&self) {
        loop {
            let none = self.none.notified();
            if self.now() == 0 {
                return;
            }
            none.await;
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        gauge!(OPEN).decrement(1);
        if self.0.now.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.none.notify_waiters();
        }
    }
}

/// A connection is cut.
pub(super) fn cut(reason: &'static str) {
    counter!(CUT, "reason" => reason).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn there_is_room_for_so_many_and_then_for_none_until_one_goes() {
        let all = Arc::new(Connections::new(2));
        let (one, two) = (all.enter().unwrap(), all.enter().unwrap());
        assert!(all.enter().is_none());
        assert_eq!(all.now(), 2);
        drop(one);
        let three = all.enter().unwrap();
        tokio::join!(all.none(), async { drop((two, three)) });
        assert_eq!(all.now(), 0);
    }
}
