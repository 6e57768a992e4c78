//! Transactions. On SQLite a write begins as a write (`BEGIN IMMEDIATE`): one that reads first and writes later fails
//! at once, whatever `busy_timeout` says, when another has written in between.

use crate::connection::Connection;
use crate::dialect::on;
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error;

/// Begins a transaction that writes.
pub(crate) fn begin_write(connection: &mut Connection) -> QueryResult<()> {
    on!(connection =>
        pg: |c| AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        sqlite: |c| AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
    )
}

/// Ends a transaction. After an error that [`crate::errors::is_connection_lost`] knows, its outcome is not known.
pub(crate) fn commit(connection: &mut Connection) -> QueryResult<()> {
    <Connection as TransactionManager<Connection>>::commit_transaction(connection)
}

/// Undoes a transaction.
pub(crate) fn rollback(connection: &mut Connection) -> QueryResult<()> {
    <Connection as TransactionManager<Connection>>::rollback_transaction(connection)
}

/// Runs `work` in a transaction that writes.
pub(crate) fn write<T, E: From<Error>>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    begin_write(connection)?;
    finish(connection, work)
}

/// Runs `work` over one moment of the database; it cannot write.
pub(crate) fn snapshot<T, E: From<Error>>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    on!(connection =>
        pg: |c| AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        sqlite: |c| AnsiTransactionManager::begin_transaction_sql(c, "BEGIN DEFERRED"),
    )?;
    finish(connection, work)
}

fn finish<T, E: From<Error>>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    match work(connection) {
        Ok(value) => {
            commit(connection)?;
            Ok(value)
        }
        Err(error) => {
            // What `work` says matters more; a connection that cannot roll back is broken, and dropped by the pool.
            if let Err(error) = rollback(connection) {
                tracing::debug!(%error, "rollback failed");
            }
            Err(error)
        }
    }
}
