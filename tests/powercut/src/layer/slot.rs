//! Where the disk is plugged in. Whoever pulls it out cuts the power: from then on every call fails.

use crate::disk::Disk;
use fuser::Errno;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Clone)]
pub(crate) struct Slot(Arc<Mutex<Option<Disk>>>);

impl Slot {
    pub(crate) fn with(disk: Disk) -> Self {
        Self(Arc::new(Mutex::new(Some(disk))))
    }

    /// Pulls the disk out, if it is there.
    pub(crate) fn pull_out(&self) -> Option<Disk> {
        self.lock().take()
    }

    /// Asks the disk for something.
    pub(crate) fn ask<T>(
        &self,
        what: impl FnOnce(&mut Disk) -> nix::Result<T>,
    ) -> Result<T, Errno> {
        let mut slot = self.lock();
        let disk = slot.as_mut().ok_or(Errno::EIO)?;
        what(disk).map_err(|error| Errno::from_i32(error as i32))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Disk>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
