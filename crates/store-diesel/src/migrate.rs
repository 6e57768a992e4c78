//! Migrations, forward only. They are part of the program, and run one process at a time: several that start at once
//! wait for the first one and find nothing left to do.

use crate::connection::{ConnectError, Connection, ConnectionManager, Role, UrlFault};
use crate::dialect::on;
use diesel::connection::SimpleConnection;
use diesel::migration::Migration;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use r2d2::ManageConnection;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Taken by whoever migrates: "ludger" in ASCII, and a number: the door has locks of its own.
const LOCK: i64 = 0x6c75_6467_6572_0001;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// What [`migrate`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migrated {
    /// Names of the migrations that were applied, in their order.
    pub applied: Vec<String>,
}

/// Why the schema is not up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// There is no connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A migration failed; it was undone.
    #[error("cannot migrate the database")]
    Failed(#[source] Source),
}

impl From<diesel::result::Error> for MigrateError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<UrlFault> for MigrateError {
    fn from(fault: UrlFault) -> Self {
        Self::Connect(fault.into())
    }
}

/// Brings the schema up to date. Blocks.
pub fn migrate(url: &str) -> Result<Migrated, MigrateError> {
    let connection = &mut ConnectionManager::new(url, Role::Maintenance)?.connect()?;
    crate::durability::check(connection)?;
    if let Connection::Pg(c) = connection {
        // Held by the session, so it ends with this function.
        c.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
    }
    // All or nothing, on both; on SQLite the transaction is the lock as well.
    let applied = connection.write(|connection| {
        on!(connection =>
            pg: |c| run(c, POSTGRES),
            sqlite: |c| run(c, SQLITE),
        )
    })?;
    Ok(Migrated { applied })
}

/// Names of the migrations that were not applied yet. Blocks; writes nothing but the table of migrations.
pub fn pending(url: &str) -> Result<Vec<String>, MigrateError> {
    let connection = &mut ConnectionManager::new(url, Role::Maintenance)?.connect()?;
    pending_of(connection)
}

/// The same, over a connection that may write.
pub(crate) fn pending_of(connection: &mut Connection) -> Result<Vec<String>, MigrateError> {
    let names = on!(connection =>
        pg: |c| c.pending_migrations(POSTGRES).map(|all| all.iter().map(|m| m.name().to_string()).collect()),
        sqlite: |c| c.pending_migrations(SQLITE).map(|all| all.iter().map(|m| m.name().to_string()).collect()),
    );
    names.map_err(MigrateError::Failed)
}

fn run<DB: diesel::backend::Backend, C: MigrationHarness<DB>>(
    connection: &mut C,
    source: EmbeddedMigrations,
) -> Result<Vec<String>, MigrateError>
where
    EmbeddedMigrations: diesel::migration::MigrationSource<DB>,
{
    let pending = connection
        .pending_migrations(source)
        .map_err(MigrateError::Failed)?;
    connection
        .run_migrations(&pending)
        .map_err(MigrateError::Failed)?;
    Ok(pending.iter().map(|m| m.name().to_string()).collect())
}
