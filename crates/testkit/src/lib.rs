//! What the tests of several crates share.
//!
//! - [`world`]: time that stands still until it is moved, ids that count, randomness that repeats, passwords in the
//!   clear. Types of the ports alone, so that unit tests of any crate can use it.
//! - `databases` (feature `databases`): a database for each test, gone when the test is over.
//! - `app` (feature `app`): the whole app over HTTP in such a world, for what needs both a real request and a moved
//!   clock. The program itself has a real clock; the end-to-end tests run that.
#![expect(
    clippy::unwrap_used,
    reason = "tests call it: what panics here is a test that has failed"
)]

#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "databases")]
pub mod databases;
pub mod world;
