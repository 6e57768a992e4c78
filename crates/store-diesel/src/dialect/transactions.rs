//! Transactions. On SQLite a write begins as a write (`BEGIN IMMEDIATE`): one that reads first and writes later fails
//! at once, whatever `busy_timeout` says, when another has written in between.

use crate::connection::Connection;
use crate::dialect::on;
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error;

impl Connection {
    /// Begins a transaction that writes.
    pub(crate) fn begin_write(&mut self) -> QueryResult<()> {
        on!(self =>
            pg: |c| AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
            sqlite: |c| AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        )
    }

    /// Ends a transaction. If the connection is lost here, nobody knows what became of it.
    pub(crate) fn commit(&mut self) -> QueryResult<()> {
        <Self as TransactionManager<Self>>::commit_transaction(self)
    }

    /// Undoes a transaction.
    pub(crate) fn rollback(&mut self) -> QueryResult<()> {
        <Self as TransactionManager<Self>>::rollback_transaction(self)
    }

    /// Runs `work` in a transaction that writes.
    pub(crate) fn write<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin_write()?;
        self.finish(work)
    }

    /// Runs `work` over one moment of the database; it cannot write.
    pub(crate) fn snapshot<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        on!(self =>
            pg: |c| AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            sqlite: |c| AnsiTransactionManager::begin_transaction_sql(c, "BEGIN DEFERRED"),
        )?;
        self.finish(work)
    }

    /// Makes a pool drop this connection instead of lending it again.
    pub(crate) fn give_up(&mut self) {
        <Self as TransactionManager<Self>>::transaction_manager_status_mut(self).set_in_error();
    }

    fn finish<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        match work(self) {
            Ok(value) => {
                self.commit()?;
                Ok(value)
            }
            Err(error) => {
                // What `work` says matters more; a connection that cannot roll back is broken, and its pool sees that.
                if let Err(error) = self.rollback() {
                    tracing::debug!(%error, "rollback failed");
                }
                Err(error)
            }
        }
    }
}
