//! A folder that gets a file for each mail, for whoever develops on a machine without a mail server.

use crate::compose::{Composed, Composer};
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_ports::{Mail, MailError, Mailer};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::NamedTempFile;

/// Writes mail into files such as `2026-11-05T102030Z-6c2f….eml`: the time first, so that they stand in their order,
/// then what its cause was. Of one cause there is one file, whenever it is sent again.
pub(crate) struct Folder {
    path: PathBuf,
    composer: Composer,
    /// Held by whoever looks for the file of a cause, so that two do not write one each.
    turn: Arc<Mutex<()>>,
}

impl Folder {
    pub(crate) fn new(path: PathBuf, composer: Composer) -> Self {
        Self {
            path,
            composer,
            turn: Arc::default(),
        }
    }
}

#[async_trait]
impl Mailer for Folder {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let composed = self.composer.compose(mail)?;
        let (folder, turn) = (self.path.clone(), Arc::clone(&self.turn));
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
            keep(&folder, &composed)
        });
        // Only a runtime that stops ends it early, and then the file may be there or not.
        work.await
            .unwrap_or_else(|error| Err(MailError::Unknown(error.to_string())))
    }
}

/// Writes the whole file or nothing. Its user alone may read it: there are links in it.
fn keep(folder: &Path, composed: &Composed) -> Result<(), MailError> {
    let not_written = |error: io::Error| {
        MailError::Temporary(format!("cannot write into {}: {error}", folder.display()))
    };
    let written = write(folder, composed).map_err(not_written)?;
    let path = folder.join(name_of(folder, composed).map_err(not_written)?);
    let kept = written.persist(&path);
    kept.map_err(|fault| not_written(fault.error))?;
    sync(folder).map_err(|error| {
        let path = path.display();
        MailError::Unknown(format!("a power cut may take {path} away: {error}"))
    })
}

fn write(folder: &Path, composed: &Composed) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(&composed.content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The name of the file that this cause has already, or a new one.
fn name_of(folder: &Path, composed: &Composed) -> io::Result<String> {
    let end = format!("-{}.eml", composed.id);
    for entry in fs::read_dir(folder)? {
        if let Ok(name) = entry?.file_name().into_string()
            && name.ends_with(&end)
        {
            return Ok(name);
        }
    }
    Ok(time(composed.at) + &end)
}

/// Without colons, which not every system has in names.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H%M%SZ").to_string()
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
