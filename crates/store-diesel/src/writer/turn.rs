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
