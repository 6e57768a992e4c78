//! Ludger's store on Diesel: SQLite and Postgres behind one connection type.
//!
//! # Shape
//! - `connection`: one enum over both databases, opened by the scheme of its URL, with the session settings that
//!   durability rests on, read back.
//! - `dialect`: whatever Diesel cannot say for both at once: ids, instants, transactions, `on!`.
//! - `rows`: many rows of one table by one statement, which is what a batch of commits is made of.
//! - `writer`: the door. Commits that wait at the same moment share one database transaction.
//! - `read`: the reads, each written once for both databases, over a bounded `pool`; those
//!   by key that every request needs are put together (`gather`).
//! - `remembered`: whose the access tokens of the last moment are, and who is still there, without a read.
//! - `books`: what a few transfers touch, under lock for the writer.
//! - `migrate` and `durability`: what has to be so before anything else begins.

mod books;
mod connection;
mod dialect;
mod durability;
mod errors;
mod gather;
mod migrate;
mod pool;
mod read;
mod remembered;
mod rows;
mod schema;
mod store;
mod writer;

pub use connection::{ConnectError, UrlFault};
pub use migrate::{MigrateError, Migrated, migrate, pending};
pub use store::{DieselStore, OpenError, Settings};
