//! Pictures and sounds that people bring.
//!
//! - [`Inspector`] finds out what a file is by its content, never by its name: PNG, GIF or MP3, whole from the first byte to
//!   the last. What is something else besides (a page, a script, an archive) is refused, and so is what is appended or
//!   broken. What shows or plays nothing (comments, metadata, tags) is left out of what is kept.
//! - [`Folder`] keeps files in a folder, by the hash of their content.
//!
//! Pictures are decoded to the end by libraries, within bounds, so that no client is handed one that breaks its decoder for
//! a reason that could be seen here.
#![warn(missing_docs)]

mod folder;
mod gif;
mod markers;
mod mp3;
mod png;
mod reader;
#[cfg(test)]
mod tests;

pub use folder::Folder;

use async_trait::async_trait;
use ludger_domain::quiz::{MediaName, MediaType};
use ludger_ports::{InspectedMedia, MediaInspector, MediaRefusal};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Pixels to a side.
const SIDE_MAX: u32 = 4_096;
/// Files that are looked at in the same moment; others wait.
const AT_ONCE_MAX: usize = 2;

/// Looks at files, a few at once, off the threads that serve requests.
#[derive(Debug, Clone)]
pub struct Inspector(Arc<Semaphore>);

impl Default for Inspector {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE_MAX)))
    }
}

#[async_trait]
impl MediaInspector for Inspector {
    async fn inspect(&self, content: Vec<u8>) -> Result<InspectedMedia, MediaRefusal> {
        let permit = self.0.clone().acquire_owned().await;
        let permit = permit.map_err(|_| MediaRefusal::Busy)?;
        let work = move || {
            let _permit = permit;
            inspect(&content)
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|_| MediaRefusal::Busy)?
    }
}

/// What a file is.
///
/// # Errors
/// See [`MediaRefusal`].
pub fn inspect(content: &[u8]) -> Result<InspectedMedia, MediaRefusal> {
    let (media_type, content) = if content.starts_with(png::SIGNATURE) {
        (MediaType::Png, png::inspect(content)?)
    } else if gif::SIGNATURES.iter().any(|it| content.starts_with(it)) {
        (MediaType::Gif, gif::inspect(content)?)
    } else if mp3::seems(content) {
        (MediaType::Mp3, mp3::inspect(content)?)
    } else {
        return Err(MediaRefusal::UnknownType);
    };
    markers::refuse_in_data(&content)?;
    let hash = Sha256::digest(&content).into();
    let name = MediaName { hash, media_type };
    Ok(InspectedMedia { name, content })
}

fn malformed(why: &str) -> MediaRefusal {
    MediaRefusal::Malformed(why.to_owned())
}

fn check_sides(width: u32, height: u32) -> Result<(), MediaRefusal> {
    if width == 0 || height == 0 {
        return Err(malformed("a picture has a width and a height"));
    }
    if width > SIDE_MAX || height > SIDE_MAX {
        let told = format!("a picture has at most {SIDE_MAX} pixels to a side");
        return Err(MediaRefusal::TooLarge(told));
    }
    Ok(())
}
