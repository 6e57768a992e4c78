//! The data folder of a deployment on one machine. What is made in it stays after a power cut: a file's name is on disk only
//! when the folder that holds it was synced, and a folder's own name when its parent was.

use anyhow::Context;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Makes the folder, and those above it that are missing.
pub(crate) fn make(folder: &Path) -> anyhow::Result<()> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
        .collect();
    fs::create_dir_all(folder)
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
        let path = root.path().join("secret");
        keep_new(&path, b"mine").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
