//! The list of those who may register where not everybody may, kept by admins.

mod import;
mod list;
mod remove;
mod table;

pub use import::{ImportAllowed, ImportAllowedError};
pub use list::{ListAllowed, ListAllowedError};
pub use remove::{RemoveAllowed, RemoveAllowedError};
pub use table::{BYTES_MAX, LINES_MAX};
