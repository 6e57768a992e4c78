//! The architecture as a test: what the crates may know of each other, and what is absent from them.
//!
//! [`drawing`] is the picture, written as tables; change it together with the architecture document.
//! [`arrows`] and [`absences`] compare the workspace, read into a [`graph::Graph`], with it.

pub mod absences;
pub mod arrows;
pub mod drawing;
pub mod graph;
pub mod sources;
