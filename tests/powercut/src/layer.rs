//! The disk as a file system: each call of the kernel is one question to [`Disk`].
//!
//! The kernel passes every write on at once, since its write-back cache is not asked for; what a program has mapped
//! into its memory comes with that program's `fsync`.
//!
//! [`Disk`]: crate::disk::Disk

mod answers;
mod slot;

use crate::disk::{Ino, Owner};
use answers::{Answer as _, LASTING, ONLY, kind, told};
use fuser::{
    BsdFileFlags, Errno, FileHandle, Filesystem, FopenFlags, INodeNo, LockOwner, OpenFlags,
    RenameFlags, ReplyAttr, ReplyCreate, ReplyData, ReplyDirectory, ReplyEmpty, ReplyEntry,
    ReplyOpen, ReplyStatfs, ReplyWrite, Request, TimeOrNow, WriteFlags,
};
use nix::fcntl::OFlag;
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, SystemTime};

pub(crate) use slot::Slot;

pub(crate) struct Layer {
    pub(crate) slot: Slot,
    /// What a sync takes. So long is the power most worth cutting.
    pub(crate) sync_time: Duration,
}

/// Files are known by their numbers alone.
const NO_HANDLE: FileHandle = FileHandle(0);

impl Layer {
    #[expect(clippy::disallowed_methods, reason = "a disk takes its time")]
    fn sync(&self, ino: Ino) -> Result<(), Errno> {
        std::thread::sleep(self.sync_time);
        self.slot.ask(|disk| disk.sync(ino))
    }
}

/// Who makes a file owns it.
fn owner(maker: &Request, mode: u32) -> Owner {
    Owner {
        mode: permissions(mode),
        uid: maker.uid(),
        gid: maker.gid(),
    }
}

const fn permissions(mode: u32) -> u16 {
    (mode & 0o7777) as u16
}

/// Where a name stands in a list that is read piece by piece: at its hash, wherever other names come and go meanwhile.
fn place(name: &OsStr) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    // Positive for who counts with a sign, and behind the beginning, which is 0.
    hasher.finish() >> 1 | 1
}

impl Filesystem for Layer {
    fn lookup(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEntry) {
        reply.give(
            self.slot
                .ask(|disk| disk.attributes(disk.find(parent.0, name)?)),
        );
    }

    fn getattr(&self, _: &Request, ino: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        reply.give(self.slot.ask(|disk| disk.attributes(ino.0)));
    }

    fn setattr(
        &self,
        _: &Request,
        ino: INodeNo,
        mode: Option<u32>,
        uid: Option<u32>,
        gid: Option<u32>,
        size: Option<u64>,
        _: Option<TimeOrNow>,
        _: Option<TimeOrNow>,
        _: Option<SystemTime>,
        _: Option<FileHandle>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        reply.give(self.slot.ask(|disk| {
            let before = disk.attributes(ino.0)?.owner;
            let owner = Owner {
                mode: mode.map_or(before.mode, permissions),
                uid: uid.unwrap_or(before.uid),
                gid: gid.unwrap_or(before.gid),
            };
            disk.own(ino.0, owner)?;
            if let Some(size) = size {
                disk.resize(ino.0, size)?;
            }
            disk.attributes(ino.0)
        }));
    }

    fn mkdir(
        &self,
        maker: &Request,
        parent: INodeNo,
        name: &OsStr,
        mode: u32,
        _: u32,
        reply: ReplyEntry,
    ) {
        reply.give(self.slot.ask(|disk| {
            let ino = disk.create_folder(parent.0, name, owner(maker, mode))?;
            disk.attributes(ino)
        }));
    }

    fn create(
        &self,
        maker: &Request,
        parent: INodeNo,
        name: &OsStr,
        mode: u32,
        _: u32,
        _: i32,
        reply: ReplyCreate,
    ) {
        let created = self.slot.ask(|disk| {
            let ino = disk.create_file(parent.0, name, owner(maker, mode))?;
            disk.attributes(ino)
        });
        match created {
            Ok(file) => {
                let flags = FopenFlags::FOPEN_KEEP_CACHE;
                reply.created(&LASTING, &told(&file), ONLY, NO_HANDLE, flags);
            }
            Err(error) => reply.error(error),
        }
    }

    fn link(&self, _: &Request, ino: INodeNo, parent: INodeNo, name: &OsStr, reply: ReplyEntry) {
        reply.give(self.slot.ask(|disk| {
            disk.link(ino.0, parent.0, name)?;
            disk.attributes(ino.0)
        }));
    }

    fn unlink(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        reply.give(self.slot.ask(|disk| disk.remove_file(parent.0, name)));
    }

    fn rmdir(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        reply.give(self.slot.ask(|disk| disk.remove_folder(parent.0, name)));
    }

    fn rename(
        &self,
        _: &Request,
        parent: INodeNo,
        old: &OsStr,
        new_parent: INodeNo,
        new: &OsStr,
        flags: RenameFlags,
        reply: ReplyEmpty,
    ) {
        if parent != new_parent {
            return reply.error(Errno::EXDEV);
        }
        if !flags.is_empty() {
            return reply.error(Errno::EINVAL);
        }
        reply.give(self.slot.ask(|disk| disk.rename(parent.0, old, new)));
    }

    fn open(&self, _: &Request, ino: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        match self.slot.ask(|disk| disk.attributes(ino.0)) {
            Ok(_) => reply.opened(NO_HANDLE, FopenFlags::FOPEN_KEEP_CACHE),
            Err(error) => reply.error(error),
        }
    }

    fn read(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        reply.give(
            self.slot
                .ask(|disk| disk.read(ino.0, offset, size as usize)),
        );
    }

    fn write(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        flags: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let mut written = self.slot.ask(|disk| disk.write(ino.0, offset, data));
        // `O_SYNC` has the bit of `O_DSYNC`.
        if written.is_ok() && OFlag::from_bits_retain(flags.0).contains(OFlag::O_DSYNC) {
            written = self.sync(ino.0);
        }
        let length = u32::try_from(data.len()).map_err(|_| Errno::EINVAL);
        reply.give(written.and(length));
    }

    fn fallocate(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        length: u64,
        mode: i32,
        reply: ReplyEmpty,
    ) {
        if mode != 0 {
            return reply.error(Errno::EOPNOTSUPP);
        }
        reply.give(self.slot.ask(|disk| {
            let size = disk.attributes(ino.0)?.size;
            disk.resize(ino.0, size.max(offset.saturating_add(length)))
        }));
    }

    fn fsync(&self, _: &Request, ino: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        reply.give(self.sync(ino.0));
    }

    fn fsyncdir(&self, _: &Request, ino: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        reply.give(self.sync(ino.0));
    }

    fn readdir(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        mut reply: ReplyDirectory,
    ) {
        let list = match self.slot.ask(|disk| disk.list(ino.0)) {
            Ok(list) => list,
            Err(error) => return reply.error(error),
        };
        let mut rest: Vec<_> = list
            .iter()
            .map(|(name, found)| (place(name), name, found))
            .collect();
        rest.retain(|(place, ..)| *place > offset);
        rest.sort_unstable_by_key(|(place, ..)| *place);
        for (place, name, found) in rest {
            if reply.add(INodeNo(found.ino), place, kind(found), name) {
                break;
            }
        }
        reply.ok();
    }

    fn statfs(&self, _: &Request, _: INodeNo, reply: ReplyStatfs) {
        let (blocks, block, name_max) = (1 << 30, 4096, 255);
        reply.statfs(
            blocks, blocks, blocks, blocks, blocks, block, name_max, block,
        );
    }
}
