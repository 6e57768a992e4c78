//! Pictures and sounds: who keeps the bank brings them, and whoever knows their name sees them.

mod find;
mod upload;

pub use find::FindMedia;
pub use upload::{UploadMedia, UploadMediaError};
