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
pub(crate) use url::Target;
pub use url::UrlFault;

use crate::errors::is_connection_lost;
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
pub(crate) struct Connector {
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

impl Connector {
    /// Reads the URL; opens nothing yet.
    pub(crate) fn new(url: &str, role: Role) -> Result<Self, UrlFault> {
        Ok(Self { target: url.parse()?, role })
    }

    /// A session, set up and checked.
    pub(crate) fn connect(&self) -> Result<Connection, ConnectError> {
        match &self.target {
            Target::Sqlite(path) => sqlite::open(path, self.role).map(Connection::Sqlite),
            Target::Postgres(conninfo) => postgres::open(conninfo, self.role).map(Connection::Pg),
        }
    }
}

/// A pooled session, with what its last user learned of it.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    lost: bool,
}

impl Session {
    /// Runs `work`, and remembers whether the connection was lost in it.
    pub(crate) fn run<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> diesel::QueryResult<T>,
    ) -> diesel::QueryResult<T> {
        let result = work(&mut self.connection);
        self.lost |= result.as_ref().is_err_and(is_connection_lost);
        result
    }
}

impl r2d2::ManageConnection for Connector {
    type Connection = Session;
    type Error = ConnectError;

    fn connect(&self) -> Result<Session, ConnectError> {
        Ok(Session { connection: Self::connect(self)?, lost: false })
    }

    fn is_valid(&self, session: &mut Session) -> Result<(), ConnectError> {
        Ok(session.connection.ping()?)
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        std::thread::panicking() || session.lost || session.connection.is_broken()
    }
}
