//! The use cases of Ludger. Each loads what it needs, asks the domain to decide, and commits the answer.

pub mod formats;
