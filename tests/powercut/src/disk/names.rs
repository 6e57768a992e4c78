//! Names in folders: given, taken away, changed.
//!
//! A name does not pass from one folder to another: which of the two is to be synced then is a question that databases
//! do not ask, and the answer is that of a rename between two file systems.

use super::folder::Folder;
use super::{Attributes, Body, Disk, File, Ino, Node, Owner};
use nix::errno::Errno;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

impl Disk {
    pub fn find(&self, parent: Ino, name: &OsStr) -> Result<Ino, Errno> {
        self.folder(parent)?
            .now
            .get(name)
            .copied()
            .ok_or(Errno::ENOENT)
    }

    /// What is in a folder, in order.
    pub fn list(&self, folder: Ino) -> Result<Vec<(OsString, Attributes)>, Errno> {
        let entries = self.folder(folder)?.now.iter();
        entries
            .map(|(name, &ino)| Ok((name.clone(), self.attributes(ino)?)))
            .collect()
    }

    pub fn create_file(&mut self, parent: Ino, name: &OsStr, owner: Owner) -> Result<Ino, Errno> {
        self.create(parent, name, owner, Body::File(File::default()))
    }

    pub fn create_folder(&mut self, parent: Ino, name: &OsStr, owner: Owner) -> Result<Ino, Errno> {
        self.create(parent, name, owner, Body::Folder(Folder::default()))
    }

    /// Gives a file one more name.
    pub fn link(&mut self, ino: Ino, parent: Ino, name: &OsStr) -> Result<(), Errno> {
        if self.attributes(ino)?.is_folder {
            return Err(Errno::EPERM);
        }
        self.enter(parent, name, ino)
    }

    /// Takes away a file's name. The file itself stays for who has it open, and for the case that the name comes back.
    pub fn remove_file(&mut self, parent: Ino, name: &OsStr) -> Result<(), Errno> {
        if self.attributes(self.find(parent, name)?)?.is_folder {
            return Err(Errno::EISDIR);
        }
        self.leave(parent, name)
    }

    pub fn remove_folder(&mut self, parent: Ino, name: &OsStr) -> Result<(), Errno> {
        if !self.folder(self.find(parent, name)?)?.now.is_empty() {
            return Err(Errno::ENOTEMPTY);
        }
        self.leave(parent, name)
    }

    /// Changes a name within a folder; a file that has the new name loses it.
    pub fn rename(&mut self, parent: Ino, old: &OsStr, new: &OsStr) -> Result<(), Errno> {
        let ino = self.find(parent, old)?;
        if let Ok(there) = self.find(parent, new) {
            // Two names of one file stay two.
            if there == ino {
                return Ok(());
            }
            if self.attributes(there)?.is_folder {
                self.remove_folder(parent, new)?;
            } else {
                self.remove_file(parent, new)?;
            }
        }
        self.enter(parent, new, ino)?;
        self.leave(parent, old)
    }

    pub(super) fn folder_mut(&mut self, ino: Ino) -> Result<&mut Folder, Errno> {
        match &mut self.node_mut(ino)?.body {
            Body::Folder(folder) => Ok(folder),
            Body::File(_) => Err(Errno::ENOTDIR),
        }
    }

    /// After a power cut nobody has anything open: what no name leads to is gone.
    pub(super) fn drop_what_has_no_name(&mut self) {
        let mut links = BTreeMap::from([(Self::ROOT, 1)]);
        let mut folders = vec![Self::ROOT];
        while let Some(folder) = folders.pop() {
            let entries = self
                .folder(folder)
                .map(|folder| folder.now.values().copied());
            for ino in entries.into_iter().flatten() {
                *links.entry(ino).or_insert(0) += 1;
                folders.push(ino);
            }
        }
        self.nodes.retain(|ino, node| {
            node.links = links.get(ino).copied().unwrap_or(0);
            node.links > 0
        });
    }

    fn create(
        &mut self,
        parent: Ino,
        name: &OsStr,
        owner: Owner,
        body: Body,
    ) -> Result<Ino, Errno> {
        let ino = self.next;
        self.nodes.insert(
            ino,
            Node {
                owner,
                links: 0,
                body,
            },
        );
        match self.enter(parent, name, ino) {
            Ok(()) => {
                self.next += 1;
                Ok(ino)
            }
            Err(error) => {
                self.nodes.remove(&ino);
                Err(error)
            }
        }
    }

    fn enter(&mut self, parent: Ino, name: &OsStr, ino: Ino) -> Result<(), Errno> {
        let folder = self.folder_mut(parent)?;
        if folder.now.contains_key(name) {
            return Err(Errno::EEXIST);
        }
        folder.now.insert(name.to_owned(), ino);
        self.changed.insert(parent);
        self.node_mut(ino)?.links += 1;
        Ok(())
    }

    fn leave(&mut self, parent: Ino, name: &OsStr) -> Result<(), Errno> {
        let ino = self
            .folder_mut(parent)?
            .now
            .remove(name)
            .ok_or(Errno::ENOENT)?;
        self.changed.insert(parent);
        self.node_mut(ino)?.links -= 1;
        Ok(())
    }

    fn folder(&self, ino: Ino) -> Result<&Folder, Errno> {
        match &self.node(ino)?.body {
            Body::Folder(folder) => Ok(folder),
            Body::File(_) => Err(Errno::ENOTDIR),
        }
    }
}
