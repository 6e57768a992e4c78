//! What Diesel cannot say for SQLite and Postgres at once, and nothing else: everything that stands outside of this
//! folder, [`crate::rows`] and [`crate::connection`] is written once.
//!
//! - [`on!`]: two arms over the two inner connections.
//! - [`values`]: ids and instants, which the two databases keep differently.
//! - [`text`]: looking for text.
//! - [`transactions`]: how a write or a snapshot begins; methods of [`crate::connection::Connection`].

mod text;
mod transactions;
mod values;

pub(crate) use text::{holds, lend_folding};
pub(crate) use values::{At, Key, key, sql};

/// Runs one of two arms, each over the inner connection of its database.
///
/// ```ignore
/// let locked = on!(conn => pg: |c| query.for_update().load(c), sqlite: |c| query.load(c))?;
/// ```
macro_rules! on {
    ($conn:expr => pg: |$pg:pat_param| $pg_arm:expr, sqlite: |$sqlite:pat_param| $sqlite_arm:expr $(,)?) => {
        match $conn {
            $crate::connection::Connection::Pg($pg) => $pg_arm,
            $crate::connection::Connection::Sqlite($sqlite) => $sqlite_arm,
        }
    };
}
pub(crate) use on;
