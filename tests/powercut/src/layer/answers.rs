//! Answers to the kernel.

use crate::disk::Attributes;
use fuser::{
    Errno, FileAttr, FileType, Generation, INodeNo, ReplyAttr, ReplyData, ReplyEmpty, ReplyEntry,
    ReplyWrite,
};
use std::time::{Duration, SystemTime};

/// How long the kernel may remember an answer: nothing changes behind its back.
pub(super) const LASTING: Duration = Duration::from_secs(3600);
/// Numbers of files are not used again.
pub(super) const ONLY: Generation = Generation(0);
/// What the kernel counts a file's room in.
const BLOCK: u64 = 512;

/// A reply that takes a `T`.
pub(super) trait Answer<T> {
    fn give(self, result: Result<T, Errno>);
}

/// How each reply says yes; all say no alike.
macro_rules! answers {
    ($($reply:ty, $value:ty: |$to:ident, $found:ident| $yes:expr;)*) => {$(
        impl Answer<$value> for $reply {
            fn give(self, result: Result<$value, Errno>) {
                let $to = self;
                match result {
                    Ok($found) => $yes,
                    Err(error) => $to.error(error),
                }
            }
        }
    )*};
}

answers! {
    ReplyEmpty, (): |reply, nothing| { let () = nothing; reply.ok() };
    ReplyData, Vec<u8>: |reply, bytes| reply.data(&bytes);
    ReplyWrite, u32: |reply, count| reply.written(count);
    ReplyAttr, Attributes: |reply, found| reply.attr(&LASTING, &told(&found));
    ReplyEntry, Attributes: |reply, found| reply.entry(&LASTING, &told(&found), ONLY);
}

/// Attributes as the kernel wants them. There is no time here, so that every time is the same.
pub(super) fn told(of: &Attributes) -> FileAttr {
    let never = SystemTime::UNIX_EPOCH;
    FileAttr {
        ino: INodeNo(of.ino),
        size: of.size,
        blocks: of.size.div_ceil(BLOCK),
        atime: never,
        mtime: never,
        ctime: never,
        crtime: never,
        kind: kind(of),
        perm: of.owner.mode,
        nlink: of.links,
        uid: of.owner.uid,
        gid: of.owner.gid,
        rdev: 0,
        blksize: 4096,
        flags: 0,
    }
}

pub(super) const fn kind(of: &Attributes) -> FileType {
    if of.is_folder {
        FileType::Directory
    } else {
        FileType::RegularFile
    }
}
