//! Files in a folder. Each is written beside its place, brought to the disk and renamed, so that under its name there is all
//! of it or nothing, after a power cut too.

use async_trait::async_trait;
use ludger_domain::quiz::MediaName;
use ludger_ports::{MediaStore, Unavailable};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A folder of files. Several nodes of one deployment need the same one.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder, which is made with its first file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    fn place(&self, name: &MediaName) -> PathBuf {
        self.0.join(name.to_string())
    }
}

#[async_trait]
impl MediaStore for Folder {
    async fn put(&self, name: &MediaName, content: Vec<u8>) -> Result<(), Unavailable> {
        let (folder, place) = (self.0.clone(), self.place(name));
        off_thread(move || put(&folder, &place, &content)).await
    }

    async fn get(&self, name: &MediaName) -> Result<Option<Vec<u8>>, Unavailable> {
        let place = self.place(name);
        off_thread(move || found(fs::read(place))).await
    }

    async fn delete(&self, name: &MediaName) -> Result<(), Unavailable> {
        let place = self.place(name);
        off_thread(move || found(fs::remove_file(place)).map(drop)).await
    }
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Unavailable> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(Unavailable::broken)?
        .map_err(Unavailable::broken)
}

fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn put(folder: &Path, place: &Path, content: &[u8]) -> io::Result<()> {
    if place.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(place)?;
    sync(folder)
}

#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere folders cannot be synced.
#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
