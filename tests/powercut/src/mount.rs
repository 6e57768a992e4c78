//! A disk in its place: mounted, and cut off.

use crate::disk::Disk;
use crate::layer::{Layer, Slot};
use anyhow::{Context as _, anyhow, bail};
use fuser::{BackgroundSession, Config, MountOption, SessionACL};
use nix::errno::Errno;
use nix::mount::{MsFlags, mount, umount};
use nix::sched::{CloneFlags, unshare};
use nix::unistd::Uid;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Threads that answer the kernel, so that who syncs does not hold up who reads.
const THREADS: usize = 8;
/// How often it is tried to unmount, 10 ms apart: what was killed lets go of its files a little later.
const UNMOUNTS_MAX: u32 = 1000;

/// A mounted disk, unmounted when it goes out of scope.
pub struct Mounted {
    slot: Slot,
    session: Option<BackgroundSession>,
    folder: PathBuf,
}

impl Mounted {
    /// Mounts a disk whose every sync takes so long.
    pub fn new(disk: Disk, folder: &Path, sync_time: Duration) -> anyhow::Result<Self> {
        let slot = Slot::with(disk);
        let layer = Layer {
            slot: slot.clone(),
            sync_time,
        };
        let mut config = Config::default();
        config.mount_options = vec![
            MountOption::FSName("ludger-powercut".to_owned()),
            MountOption::DefaultPermissions,
        ];
        // Only root may let others in; and only root has to, since Postgres does not run as root.
        if Uid::effective().is_root() {
            config.acl = SessionACL::All;
        }
        config.n_threads = Some(THREADS);
        let session = fuser::spawn_mount(layer, folder, &config).context("cannot mount")?;
        Ok(Self {
            slot,
            session: Some(session),
            folder: folder.to_owned(),
        })
    }

    /// Cuts the power: from now on nothing reaches the disk, and whoever asks for anything is told of an I/O error.
    pub fn cut(&self) -> anyhow::Result<Disk> {
        self.slot.pull_out().context("its power was cut before")
    }

    /// Lets the disk lie about what it syncs.
    pub fn lie(&self) -> anyhow::Result<()> {
        let lying = self.slot.ask(|disk| {
            disk.lie();
            Ok(())
        });
        lying.map_err(|_| anyhow!("its power was cut before"))
    }

    /// What a file on it holds now, without the detour through the kernel.
    pub fn contents(&self, path: &[&str]) -> io::Result<Vec<u8>> {
        let found = self.slot.ask(|disk| disk.contents(path));
        found.map_err(|error| io::Error::from_raw_os_error(error.code()))
    }

    /// Takes away what is mounted. Everybody who used it has been told to go.
    pub fn unmount(mut self) -> anyhow::Result<()> {
        self.take_away()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the kernel does not say when it lets go"
    )]
    fn take_away(&mut self) -> anyhow::Result<()> {
        let Some(session) = self.session.take() else {
            return Ok(());
        };
        for _ in 0..UNMOUNTS_MAX {
            match umount(&self.folder) {
                Err(Errno::EBUSY) => std::thread::sleep(Duration::from_millis(10)),
                // Who is not root has a helper for it.
                Err(Errno::EPERM) => return Ok(session.umount_and_join()?),
                Err(error) => bail!("cannot unmount: {error}"),
                Ok(()) => return Ok(session.join()?),
            }
        }
        bail!("somebody still uses {}", self.folder.display())
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if let Err(error) = self.take_away() {
            eprintln!("{error:#}");
        }
    }
}

/// What this thread and those that it starts mount from now on is seen by them and their children alone, and gone with
/// them, also when they are killed. Who may not have this may still be able to mount.
pub fn keep_mounts_to_ourselves() -> anyhow::Result<()> {
    match unshare(CloneFlags::CLONE_NEWNS) {
        Ok(()) => {}
        Err(Errno::EPERM) => return Ok(()),
        Err(error) => bail!("no mounts of our own: {error}"),
    }
    let nothing = None::<&str>;
    let flags = MsFlags::MS_REC | MsFlags::MS_PRIVATE;
    mount(nothing, "/", nothing, flags, nothing).context("cannot keep mounts to ourselves")
}

/// Tries whether disks can be mounted here.
pub fn try_out(disk: Disk) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    Mounted::new(disk, folder.path(), Duration::ZERO)?.unmount()
}
