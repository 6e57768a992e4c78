//! The disk through the kernel: the same promises as in memory, kept for programs that know nothing of it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is what it is for"
)]

use ludger_powercut::disk::{Disk, Names, Survivors};
use ludger_powercut::mount::{Mounted, keep_mounts_to_ourselves};
use ludger_powercut::skipped_without_fuse;
use nix::errno::Errno;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// A place for a disk, and the disk in it.
struct Place {
    mounted: Option<Mounted>,
    folder: TempDir,
}

impl Place {
    /// Nothing where there is no FUSE.
    fn new() -> Option<Self> {
        if skipped_without_fuse() {
            return None;
        }
        keep_mounts_to_ourselves().unwrap();
        let mut place = Self {
            mounted: None,
            folder: tempfile::tempdir().unwrap(),
        };
        place.mount(ludger_powercut::empty_disk(Names::Strict));
        Some(place)
    }

    fn mount(&mut self, disk: Disk) {
        let mounted = Mounted::new(disk, self.folder.path(), Duration::ZERO);
        self.mounted = Some(mounted.unwrap());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn sync_names(&self) {
        File::open(self.folder.path()).unwrap().sync_all().unwrap();
    }

    fn cut(&mut self) {
        let mounted = self.mounted.take().unwrap();
        let mut disk = mounted.cut().unwrap();
        let error = fs::write(self.path("late"), "too late").unwrap_err();
        assert_eq!(
            error.raw_os_error(),
            Some(Errno::EIO as i32),
            "without power nothing goes"
        );
        mounted.unmount().unwrap();
        disk.lose_power(&mut Survivors::none());
        self.mount(disk);
    }
}

#[test]
fn files_keep_what_was_synced() {
    let Some(mut place) = Place::new() else {
        return;
    };
    let (safe, lost) = (place.path("safe"), place.path("lost"));
    let mut file = File::create(&safe).unwrap();
    file.write_all(b"written ").unwrap();
    file.sync_data().unwrap();
    file.write_all(b"and forgotten").unwrap();
    fs::write(&lost, "never synced").unwrap();
    place.sync_names();
    assert_eq!(fs::read(&safe).unwrap(), b"written and forgotten");
    drop(file);
    place.cut();
    assert_eq!(fs::read(&safe).unwrap(), b"written ");
    assert_eq!(fs::read(&lost).unwrap(), b"", "there is its name alone");
}

#[test]
fn every_way_of_writing_reaches_the_disk() {
    let Some(mut place) = Place::new() else {
        return;
    };
    let path = place.path("log");
    let dsync = nix::fcntl::OFlag::O_DSYNC.bits();
    let mut options = OpenOptions::new();
    let mut file = options
        .append(true)
        .create(true)
        .custom_flags(dsync)
        .open(&path)
        .unwrap();
    file.write_all(b"one,").unwrap();
    file.write_all(b"two,").unwrap();
    place.sync_names();
    let mut unsynced = OpenOptions::new().append(true).open(&path).unwrap();
    unsynced.write_all(b"three").unwrap();
    drop((file, unsynced));
    place.cut();
    assert_eq!(fs::read(&path).unwrap(), b"one,two,");

    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path)
        .unwrap();
    file.write_all_at(b"far", 100_000).unwrap();
    file.set_len(50_000).unwrap();
    file.sync_all().unwrap();
    file.set_len(10).unwrap();
    drop(file);
    place.cut();
    let mut file = File::open(&path).unwrap();
    assert_eq!(file.metadata().unwrap().size(), 50_000);
    file.seek(SeekFrom::Start(49_990)).unwrap();
    let mut end = Vec::new();
    file.read_to_end(&mut end).unwrap();
    assert_eq!(end, [0; 10]);
}

#[test]
fn names_keep_what_their_folder_synced() {
    let Some(mut place) = Place::new() else {
        return;
    };
    let (old, new, folder) = (place.path("old"), place.path("new"), place.path("folder"));
    fs::write(&old, "text").unwrap();
    File::open(&old).unwrap().sync_all().unwrap();
    place.sync_names();
    fs::rename(&old, &new).unwrap();
    fs::create_dir(&folder).unwrap();
    assert_eq!(names(place.folder.path()), ["folder", "new"]);
    place.cut();
    assert_eq!(names(place.folder.path()), ["old"]);
    assert_eq!(fs::read(&old).unwrap(), b"text");

    fs::rename(&old, &new).unwrap();
    fs::hard_link(&new, place.path("another")).unwrap();
    assert_eq!(fs::metadata(&new).unwrap().nlink(), 2);
    place.sync_names();
    fs::remove_file(&new).unwrap();
    place.cut();
    assert_eq!(names(place.folder.path()), ["another", "new"]);
}

#[test]
fn a_long_folder_is_listed_whole_while_it_changes() {
    let Some(place) = Place::new() else { return };
    for n in 0..1000 {
        File::create(place.path(&format!("file-{n}"))).unwrap();
    }
    let mut seen = 0;
    for entry in fs::read_dir(place.folder.path()).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
        seen += 1;
    }
    assert_eq!((seen, names(place.folder.path())), (1000, Vec::new()));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}
