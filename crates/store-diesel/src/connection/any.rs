//! The enum itself, alone in its file: the derive brings a dozen names of its own into it.

use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

/// A connection to either database. Its backend is the `MultiBackend` that the derive makes.
#[derive(diesel::MultiConnection)]
pub(crate) enum AnyConnection {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}
