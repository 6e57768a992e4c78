//! The tables of the database as they are on the disk, read past the program.

use crate::mount::Mounted;
use anyhow::Context as _;
use diesel::deserialize::QueryableByName;
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel::{Connection as _, PgConnection, RunQueryDsl as _, SqliteConnection, sql_query};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

pub(crate) enum Tables {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Tables {
    pub(super) fn of_postgres(url: &str) -> anyhow::Result<Self> {
        Ok(Self::Postgres(PgConnection::establish(url)?))
    }

    /// Of a copy: to open a database of SQLite is to change it.
    pub(super) fn of_sqlite(disk: &Mounted, folder: &Path) -> anyhow::Result<Self> {
        for suffix in ["", "-wal"] {
            let name = format!("ludger.db{suffix}");
            let bytes = match disk.contents(&["data", &name]) {
                Err(error) if error.kind() == ErrorKind::NotFound && !suffix.is_empty() => {
                    Vec::new()
                }
                found => found.with_context(|| format!("{name} is gone"))?,
            };
            fs::write(folder.join(&name), bytes)?;
        }
        let path = folder.join("ludger.db");
        Ok(Self::Sqlite(SqliteConnection::establish(
            &path.to_string_lossy(),
        )?))
    }

    /// The rows of a query that both databases understand.
    pub(crate) fn rows<Row>(&mut self, sql: &str) -> anyhow::Result<Vec<Row>>
    where
        Row: QueryableByName<Sqlite> + QueryableByName<Pg> + 'static,
    {
        Ok(match self {
            Self::Sqlite(connection) => sql_query(sql).load(connection)?,
            Self::Postgres(connection) => sql_query(sql).load(connection)?,
        })
    }
}
