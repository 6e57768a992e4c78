//! One connection type for both databases, and how it is opened.
//!
//! The scheme of the URL alone decides which database it is: Diesel's own `establish` for such an enum tries one after
//! the other, and would open an SQLite file named like a mistyped Postgres address. Every session is set up the same
//! way and then asked for its settings: a setting that did not take is an error here, not a lost commit later.

mod any;
mod postgres;
mod sqlite;
mod url;

pub(crate) use any::{AnyConnection as Connection, MultiBackend, MultiRawValue};
use url::Target;
pub use url::UrlFault;

use diesel::r2d2::R2D2Connection;

/// What a session is for; its time-outs and rights follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Short reads; cannot write.
    Reader,
    /// The door.
    Writer,
    /// Migrations and `verify`: no time limit on statements.
    Maintenance,
}

/// Opens sessions of one role on one database.
#[derive(Debug, Clone)]
pub(crate) struct ConnectionManager {
    target: Target,
    role: Role,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL names no database that this build can open.
    #[error("the database URL is not usable")]
    Url(#[from] UrlFault),
    /// The database refuses, or cannot be reached.
    #[error("cannot connect to the database")]
    Refused(#[from] diesel::ConnectionError),
    /// The session could not be set up.
    #[error("cannot set up the database session")]
    Setup(#[from] diesel::result::Error),
    /// A setting that commits rely on is not what it has to be.
    #[error("{setting} is {found}: {cure}")]
    Setting {
        /// Its name in the database.
        setting: &'static str,
        /// Its value.
        found: String,
        /// What to do.
        cure: &'static str,
    },
}

impl ConnectionManager {
    /// Reads the URL; opens nothing yet.
    pub(crate) fn new(url: &str, role: Role) -> Result<Self, UrlFault> {
        Ok(Self {
            target: url.parse()?,
            role,
        })
    }

    pub(crate) const fn is_sqlite(&self) -> bool {
        matches!(self.target, Target::Sqlite(_))
    }
}

impl r2d2::ManageConnection for ConnectionManager {
    type Connection = Connection;
    type Error = ConnectError;

    /// A session, set up and checked.
    fn connect(&self) -> Result<Connection, ConnectError> {
        match &self.target {
            Target::Sqlite(path) => sqlite::open(path, self.role).map(Connection::Sqlite),
            Target::Postgres(conninfo) => postgres::open(conninfo, self.role).map(Connection::Pg),
        }
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<(), ConnectError> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}
