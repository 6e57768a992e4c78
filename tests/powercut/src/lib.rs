//! Cuts the power under the whole program, again and again, and looks at what is left.
//!
//! [`disk`] forgets what was not synced, [`mount`] gives it to programs that know nothing of it, [`run`] lets the real
//! program and a database of its own run on it, with clients that remember what they were promised, and [`bare`] shows
//! on databases without the program that what is unsafe is found.

mod apart;
pub mod bare;
mod clients;
pub mod disk;
mod layer;
pub mod machine;
pub mod mount;
pub mod run;
pub mod writer;

use disk::{Disk, Names, Owner};
use nix::unistd::{Gid, Uid};

/// A disk with nothing on it, which belongs to us.
pub fn empty_disk(names: Names) -> Disk {
    let (uid, gid) = (Uid::effective().as_raw(), Gid::effective().as_raw());
    Disk::new(
        names,
        Owner {
            mode: 0o755,
            uid,
            gid,
        },
    )
}

/// Says loudly why nothing can be shown here, if so.
pub fn skipped_without_fuse() -> bool {
    let Err(error) = mount::try_out(empty_disk(Names::Strict)) else {
        return false;
    };
    eprintln!("\n*** SKIPPED: the power cannot be cut here, no FUSE: {error:#} ***\n");
    true
}
