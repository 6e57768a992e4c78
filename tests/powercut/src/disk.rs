//! A disk in memory, as a power cut sees it. Beside all that programs see it holds all that is safe, and what they did
//! not ask to be safe is gone after the cut: pages of files, sizes of files, names in folders.
//!
//! When a name is safe depends on the file system ([`Names`]). Owners and permissions are always safe: nobody's promise
//! rests on them. Time does not exist here. Nothing here knows of FUSE; the layer between the two does.

mod content;
mod file;
mod folder;
mod names;
mod survivors;
#[cfg(test)]
mod tests;

use file::File;
use folder::Folder;
use nix::errno::Errno;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;

pub use survivors::{Forgotten, Survivors};

/// The number of a file or folder.
pub type Ino = u64;

/// When the names in a folder are safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Names {
    /// When anything at all is synced, as on ext4 and XFS: they keep one journal, in order
    Journal,
    /// When their folder is synced, which is all that POSIX promises
    Strict,
}

/// Whose something is, and who may do what with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    pub mode: u16,
    pub uid: u32,
    pub gid: u32,
}

/// What is known of a file or folder besides what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributes {
    pub ino: Ino,
    pub is_folder: bool,
    pub size: u64,
    /// How many names a file has.
    pub links: u32,
    pub owner: Owner,
}

#[derive(Clone)]
pub struct Disk {
    names: Names,
    nodes: BTreeMap<Ino, Node>,
    next: Ino,
    /// Folders whose names have changed since they were safe.
    changed: BTreeSet<Ino>,
    is_lying: bool,
}

#[derive(Clone)]
struct Node {
    owner: Owner,
    links: u32,
    body: Body,
}

#[derive(Clone)]
enum Body {
    File(File),
    Folder(Folder),
}

impl Disk {
    /// The number of the topmost folder, which is FUSE's.
    pub const ROOT: Ino = 1;

    /// An empty one.
    pub fn new(names: Names, owner: Owner) -> Self {
        let root = Node {
            owner,
            links: 1,
            body: Body::Folder(Folder::default()),
        };
        let nodes = BTreeMap::from([(Self::ROOT, root)]);
        Self {
            names,
            nodes,
            next: Self::ROOT + 1,
            changed: BTreeSet::new(),
            is_lying: false,
        }
    }

    pub fn attributes(&self, ino: Ino) -> Result<Attributes, Errno> {
        let node = self.node(ino)?;
        let (is_folder, size) = match &node.body {
            Body::File(file) => (false, file.size()),
            Body::Folder(_) => (true, 0),
        };
        Ok(Attributes {
            ino,
            is_folder,
            size,
            links: node.links,
            owner: node.owner,
        })
    }

    pub fn own(&mut self, ino: Ino, owner: Owner) -> Result<(), Errno> {
        self.node_mut(ino)?.owner = owner;
        Ok(())
    }

    pub fn read(&self, ino: Ino, offset: u64, length: usize) -> Result<Vec<u8>, Errno> {
        match &self.node(ino)?.body {
            Body::File(file) => Ok(file.read(offset, length)),
            Body::Folder(_) => Err(Errno::EISDIR),
        }
    }

    /// All of a file, found by its names from the topmost folder on.
    pub fn contents(&self, path: &[&str]) -> Result<Vec<u8>, Errno> {
        let find = |parent, name: &&str| self.find(parent, OsStr::new(name));
        let ino = path.iter().try_fold(Self::ROOT, find)?;
        self.read(ino, 0, usize::MAX)
    }

    pub fn write(&mut self, ino: Ino, offset: u64, data: &[u8]) -> Result<(), Errno> {
        self.file(ino).map(|file| file.write(offset, data))
    }

    pub fn resize(&mut self, ino: Ino, size: u64) -> Result<(), Errno> {
        self.file(ino).map(|file| file.resize(size))
    }

    /// Makes a file's content, or a folder's names, safe.
    pub fn sync(&mut self, ino: Ino) -> Result<(), Errno> {
        if self.is_lying {
            return self.node(ino).map(drop);
        }
        if let Body::File(file) = &mut self.node_mut(ino)?.body {
            file.sync();
        }
        let safe = match self.names {
            Names::Journal => std::mem::take(&mut self.changed),
            Names::Strict => self.changed.take(&ino).into_iter().collect(),
        };
        for folder in safe {
            self.folder_mut(folder)?.sync();
        }
        Ok(())
    }

    /// Until its power is cut it says that it syncs, and does not. Whoever cannot tell such a disk from a good one would
    /// not see what a program loses.
    pub fn lie(&mut self) {
        self.is_lying = true;
    }

    /// The power is gone and back: only what is safe is there, and what the survivors have.
    pub fn lose_power(&mut self, survivors: &mut Survivors) -> Forgotten {
        self.is_lying = false;
        let mut forgotten = Forgotten::default();
        // A journal is written at once or not at all. Where each folder is by itself each has its own luck.
        let all_names_survive = survivors.has_one_more();
        for folder in std::mem::take(&mut self.changed) {
            let survives = match self.names {
                Names::Journal => all_names_survive,
                Names::Strict => survivors.has_one_more(),
            };
            if survives && let Ok(folder) = self.folder_mut(folder) {
                folder.sync();
            }
        }
        for node in self.nodes.values_mut() {
            match &mut node.body {
                Body::File(file) => file.lose_power(survivors, &mut forgotten),
                Body::Folder(folder) => forgotten.names += folder.lose_power(),
            }
        }
        self.drop_what_has_no_name();
        forgotten
    }

    fn node(&self, ino: Ino) -> Result<&Node, Errno> {
        self.nodes.get(&ino).ok_or(Errno::ENOENT)
    }

    fn node_mut(&mut self, ino: Ino) -> Result<&mut Node, Errno> {
        self.nodes.get_mut(&ino).ok_or(Errno::ENOENT)
    }

    fn file(&mut self, ino: Ino) -> Result<&mut File, Errno> {
        match &mut self.node_mut(ino)?.body {
            Body::File(file) => Ok(file),
            Body::Folder(_) => Err(Errno::EISDIR),
        }
    }
}
