//! What is asked.

pub(super) mod list;
pub(super) mod write;
