//! Whose turn it is to fill a batch.
//!
//! Writers that fill theirs at the same time would split what waits into small batches, and then wait for each other's
//! accounts. So one fills while at most the others flush: a batch is executed while the one before it reaches the disk.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Shared by the writers of a store.
#[derive(Default)]
pub(super) struct Turn {
    is_taken: Mutex<bool>,
    passed: Condvar,
}

impl Turn {
    /// Waits until nobody else has it.
    pub(super) fn take(&self) {
        let mut is_taken = self.lock();
        while *is_taken {
            is_taken = self
                .passed
                .wait(is_taken)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *is_taken = true;
    }

    /// Lets the next one begin.
    pub(super) fn pass(&self) {
        *self.lock() = false;
        self.passed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Turn;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
    use std::sync::mpsc;
    use std::thread;

    #[test]
    fn one_has_it_at_a_time() {
        let (turn, inside, rounds) = (Turn::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        let take_turns = || {
            for _ in 0..200 {
                turn.take();
                assert_eq!(inside.fetch_add(1, SeqCst), 0);
                thread::yield_now();
                rounds.fetch_add(1, SeqCst);
                inside.fetch_sub(1, SeqCst);
                turn.pass();
            }
        };
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(take_turns);
            }
        });
        assert_eq!(rounds.into_inner(), 800);
    }

    #[test]
    fn whoever_waits_is_woken() {
        let (turn, is_passed) = (Turn::default(), AtomicBool::new(false));
        turn.take();
        let (begun, begins) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                begun.send(()).unwrap();
                turn.take();
                assert!(is_passed.load(SeqCst), "it is somebody's yet");
                turn.pass();
            });
            begins.recv().unwrap();
            is_passed.store(true, SeqCst);
            turn.pass();
        });
    }
}
