//! The subjects that questions belong to.

pub(super) mod list;
pub(super) mod write;
