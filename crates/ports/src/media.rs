//! Files that people bring: where they are kept, and what they are found to be.

use crate::Unavailable;
use async_trait::async_trait;
use ludger_domain::quiz::MediaName;

/// Where files are kept, by their names. A file never changes: its name is the hash of its content.
///
/// It is no part of the door: a file is put before the commit that tells of it, and deleted after the one that forgets it.
/// So a crash can leave a file that nothing tells of, and never the other way round.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MediaStore: Send + Sync + 'static {
    /// Keeps a file, whole or not at all, and durably; one that is there already stays.
    async fn put(&self, name: &MediaName, content: Vec<u8>) -> Result<(), Unavailable>;
    /// A file.
    async fn get(&self, name: &MediaName) -> Result<Option<Vec<u8>>, Unavailable>;
    /// Deletes a file, if it is there.
    async fn delete(&self, name: &MediaName) -> Result<(), Unavailable>;
}

/// Finds out what a file is, by its content alone.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MediaInspector: Send + Sync + 'static {
    /// What it is, and its content without what nobody needs to see it.
    async fn inspect(&self, content: Vec<u8>) -> Result<InspectedMedia, MediaRefusal>;
}

/// A file that was found to be what it seems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectedMedia {
    /// What it is called: what it is, and the hash of what is kept of it.
    pub name: MediaName,
    /// Its content as it is to be kept.
    pub content: Vec<u8>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MediaRefusal {
    /// It is none of the kinds that are.
    #[error("it is neither PNG nor GIF nor MP3")]
    UnknownType,
    /// It is broken, or not only what it seems.
    #[error("{0}")]
    Malformed(String),
    /// It has more pixels, pictures or bytes than anybody needs.
    #[error("{0}")]
    TooLarge(String),
    /// Nobody could look at it now.
    #[error("it cannot be looked at now")]
    Busy,
}

/// A deployment that keeps no files.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoMedia;

#[async_trait]
impl MediaStore for NoMedia {
    async fn put(&self, _: &MediaName, _: Vec<u8>) -> Result<(), Unavailable> {
        Err(Unavailable::broken("there is no place for files"))
    }

    async fn get(&self, _: &MediaName) -> Result<Option<Vec<u8>>, Unavailable> {
        Ok(None)
    }

    async fn delete(&self, _: &MediaName) -> Result<(), Unavailable> {
        Ok(())
    }
}

#[async_trait]
impl MediaInspector for NoMedia {
    async fn inspect(&self, _: Vec<u8>) -> Result<InspectedMedia, MediaRefusal> {
        Err(MediaRefusal::Busy)
    }
}
