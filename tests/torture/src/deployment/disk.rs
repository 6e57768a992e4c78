//! The disk that the database lies on. A small one, where we may mount one, so that it can be full: a file system in
//! memory whose size we may change, so that neither a big file nor its memory is needed to fill it.

use super::process::LOOK_EVERY;
use anyhow::Context as _;
use nix::errno::Errno;
use nix::mount::{MsFlags, mount};
use nix::sys::statvfs::statvfs;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The guard unmounts it under this name.
const NAME: &str = "disk";

/// A folder.
pub(super) struct Disk {
    folder: PathBuf,
    /// Of a small one.
    size: Option<Size>,
}

/// As the kernel is told it.
#[derive(Clone, Copy)]
struct Size {
    kib: u64,
}

impl Disk {
    /// Of so many mebibytes, if that is asked for and can be done; else a folder like any other, on a disk that we
    /// cannot fill.
    pub(super) fn in_folder(folder: &Path, mib: Option<u32>) -> anyhow::Result<Self> {
        let folder = folder.join(NAME);
        fs::create_dir(&folder).context("cannot make the database's folder")?;
        let mut disk = Self { folder, size: None };
        if let Some(mib) = mib {
            let size = Size {
                kib: u64::from(mib) * 1_024,
            };
            match disk.mount(size, MsFlags::empty()) {
                Ok(()) => disk.size = Some(size),
                Err(error) => eprintln!(
                    "WARNING: no small disk can be mounted here ({error}), so NO DISK WILL BE FULL: run this as root"
                ),
            }
        }
        // Everybody may pass through, to a folder of his own.
        fs::set_permissions(&disk.folder, fs::Permissions::from_mode(0o711))?;
        Ok(disk)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps it full for a while, also when something is deleted from it. Whether it was full.
    pub(super) async fn fill(&self, lasting: Duration) -> anyhow::Result<bool> {
        let Some(size) = self.size else {
            return Ok(false);
        };
        let end = Instant::now() + lasting;
        let mut was_full = false;
        while Instant::now() < end {
            was_full |= self.shrink()?;
            sleep(LOOK_EVERY).await;
        }
        self.mount(size, MsFlags::MS_REMOUNT)
            .context("cannot give the disk its size back")?;
        Ok(was_full)
    }

    /// Takes what is free. Whether nothing is.
    fn shrink(&self) -> anyhow::Result<bool> {
        let found = statvfs(&self.folder).context("cannot look at the disk")?;
        if found.blocks_available() == 0 {
            return Ok(true);
        }
        let used = (found.blocks() - found.blocks_free()) * found.fragment_size();
        // To the kernel no size is any size.
        let size = Size {
            kib: used.div_ceil(1_024).max(1),
        };
        match self.mount(size, MsFlags::MS_REMOUNT) {
            // More has been written since we looked; the next look finds that too.
            Ok(()) | Err(Errno::EINVAL) => Ok(false),
            Err(error) => Err(error).context("cannot take what is free on the disk"),
        }
    }

    fn mount(&self, size: Size, flags: MsFlags) -> nix::Result<()> {
        let options = format!("size={}k", size.kib);
        let kind = Some("tmpfs");
        mount(kind, &self.folder, kind, flags, Some(options.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::guard::Guard;
    use std::io::ErrorKind;

    const MIB: usize = 1_024 * 1_024;

    #[tokio::test]
    async fn a_full_disk_stays_full_until_it_is_over() {
        let guard = Guard::of_new_folder(&std::env::temp_dir()).unwrap();
        let disk = Disk::in_folder(guard.folder(), Some(8)).unwrap();
        let (there, new) = (disk.folder().join("there"), disk.folder().join("new"));
        fs::write(disk.folder().join("kept"), vec![1; MIB]).unwrap();
        fs::write(&there, vec![1; 2 * MIB]).unwrap();
        let lasting = Duration::from_millis(500);
        if disk.size.is_none() {
            // No small disk can be had here, which was said.
            assert!(!disk.fill(lasting).await.unwrap());
            return;
        }
        let write = async {
            // Nothing is gained by a deletion.
            for _ in 0..2 {
                while fs::write(&new, vec![1; 4_096]).is_ok() {
                    fs::remove_file(&new).unwrap();
                    tokio::task::yield_now().await;
                }
                drop(fs::remove_file(&there));
            }
            fs::write(&new, vec![1; 4_096]).unwrap_err().kind()
        };
        let (was_full, refused) = tokio::join!(disk.fill(lasting), write);
        assert!(was_full.unwrap());
        assert_eq!(refused, ErrorKind::StorageFull);
        fs::write(&new, vec![1; 6 * MIB]).unwrap();
        let refused = fs::write(&new, vec![1; 9 * MIB]).unwrap_err();
        assert_eq!(
            refused.kind(),
            ErrorKind::StorageFull,
            "it has its size back"
        );
    }

    #[tokio::test]
    async fn a_disk_of_no_size_is_not_filled() {
        let guard = Guard::of_new_folder(&std::env::temp_dir()).unwrap();
        let disk = Disk::in_folder(guard.folder(), None).unwrap();
        assert!(!disk.fill(Duration::from_secs(600)).await.unwrap());
        assert!(disk.folder().is_dir());
    }

    #[test]
    fn the_disk_goes_with_the_guard() {
        let guard = Guard::of_new_folder(&std::env::temp_dir()).unwrap();
        let disk = Disk::in_folder(guard.folder(), Some(8)).unwrap();
        fs::write(disk.folder().join("file"), "").unwrap();
        let mounted = || fs::read_to_string("/proc/mounts").unwrap();
        let folder = disk.folder().to_string_lossy().into_owned();
        assert_eq!(mounted().contains(&folder), disk.size.is_some());
        drop(guard);
        assert!(!mounted().contains(&folder));
        assert!(!disk.folder().exists());
    }
}
