//! The data folder of a deployment on one machine. What is made in it stays after a power cut: a file's name is on disk only
//! when the folder that holds it was synced, and a folder's own name when its parent was.

use anyhow::Context;
use std::fs::{DirBuilder, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Makes the folder, which only its user may enter, and those above it that are missing. One that is there stays as it is.
pub(crate) fn make(folder: &Path) -> anyhow::Result<()> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
        .collect();
    private()
        .create(folder)
        .and_then(|()| missing.into_iter().try_for_each(sync_parent))
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// Writes a file that only its user may read, whole or not at all; one that is there already is left as it is.
pub(crate) fn keep_new(path: &Path, content: &[u8]) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let mut file = NamedTempFile::new_in(folder_of(path))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => sync_parent(path),
        // Another process was faster.
        Err(fault) if fault.error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(fault) => Err(fault.error),
    }
}

#[cfg(unix)]
fn private() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

/// Elsewhere folders belong to whose profile they are in.
#[cfg(not(unix))]
fn private() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    builder
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn sync_parent(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

/// Elsewhere folders cannot be synced.
#[cfg(not(unix))]
fn sync_parent(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn folders_are_made_with_those_above_them() {
        let root = tempfile::tempdir().unwrap();
        let deep = root.path().join("some/where/data");
        make(&deep).unwrap();
        make(&deep).unwrap();
        assert!(deep.is_dir());
    }

    #[test]
    fn what_was_kept_first_stays() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("secret");
        keep_new(&path, b"first").unwrap();
        keep_new(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(
            fs::read_dir(root.path()).unwrap().count(),
            1,
            "nothing else lies there"
        );
    }

    #[cfg(unix)]
    #[test]
    fn others_cannot_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("data");
        make(&folder).unwrap();
        let path = folder.join("secret");
        keep_new(&path, b"mine").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    }
}
