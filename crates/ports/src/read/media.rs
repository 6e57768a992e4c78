use crate::Unavailable;
use async_trait::async_trait;
use ludger_domain::Timestamp;
use ludger_domain::quiz::{MediaFile, MediaName};

/// The files that were uploaded, as far as a database knows of them; see [`crate::MediaStore`] for their content.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MediaFiles: Send + Sync + 'static {
    /// A file.
    async fn find(&self, name: &MediaName) -> Result<Option<MediaFile>, Unavailable>;
    /// Some files that were uploaded before then, and that no question shows: the oldest first.
    async fn orphans(&self, before: Timestamp, limit: usize)
    -> Result<Vec<MediaName>, Unavailable>;
}
