//! Many rows of one table, written at once: what a batch of commits is made of.
//!
//! Rows are kept by column. Postgres gets the whole of it as **one** statement bound by arrays, whose text is the same
//! for any number of rows and so is prepared once, or, where the rows are many and only inserted, as one `COPY`, which
//! costs the server about half; SQLite, which has no round trips to save, runs one prepared statement for each row,
//! inside the caller's transaction. Names come from the program alone (`&'static str`).

mod column;
mod postgres;
mod sqlite;
#[cfg(test)]
mod tests;

pub(crate) use column::Column;

use crate::connection::Connection;
use crate::dialect::on;
use diesel::QueryResult;

/// Rows of one table.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    table: &'static str,
    columns: Vec<(&'static str, Column<'a>)>,
}

/// What to do with them.
#[derive(Debug, Clone, Copy)]
enum Verb<'n> {
    Insert,
    InsertMissing {
        key: &'n [&'static str],
    },
    Upsert {
        key: &'n [&'static str],
        update: &'n [&'static str],
    },
    Add {
        table: &'static str,
        key: &'n [&'static str],
        sum: &'static str,
    },
    Update {
        key: &'n [&'static str],
    },
    Delete,
}

impl<'a> Rows<'a> {
    /// No columns yet.
    pub(crate) const fn new(table: &'static str) -> Self {
        Self {
            table,
            columns: Vec::new(),
        }
    }

    /// One more column; all have one value for each row.
    pub(crate) fn column(mut self, name: &'static str, column: Column<'a>) -> Self {
        debug_assert!(
            self.columns
                .first()
                .is_none_or(|(_, first)| first.len() == column.len()),
            "{name}"
        );
        self.columns.push((name, column));
        self
    }

    /// Inserts all of them.
    pub(crate) fn insert(&self, connection: &mut Connection) -> QueryResult<usize> {
        self.execute(connection, Verb::Insert)
    }

    /// Inserts all of them into a table of which they have every column, in its order.
    pub(crate) fn insert_into<T: postgres::Target>(
        &self,
        connection: &mut Connection,
        table: T,
    ) -> QueryResult<usize> {
        if self.len() < postgres::COPY_MIN {
            return self.insert(connection);
        }
        on!(connection =>
            pg: |c| postgres::copy(self, table, c),
            sqlite: |c| sqlite::execute(self, Verb::Insert, c),
        )
    }

    /// Inserts those whose `key` is new; `key` is a unique key of the table.
    pub(crate) fn insert_missing(
        &self,
        connection: &mut Connection,
        key: &[&'static str],
    ) -> QueryResult<usize> {
        self.execute(connection, Verb::InsertMissing { key })
    }

    /// Inserts those whose `key` is new, and sets the columns `update` of the others. No key may stand here twice.
    pub(crate) fn upsert(
        &self,
        connection: &mut Connection,
        key: &[&'static str],
        update: &[&'static str],
    ) -> QueryResult<usize> {
        self.execute(connection, Verb::Upsert { key, update })
    }

    /// Inserts those whose `key` is new, and adds to the column `sum` of the others, in the order of the rows. No key may
    /// stand here twice.
    pub(crate) fn add(
        &self,
        connection: &mut Connection,
        key: &[&'static str],
        sum: &'static str,
    ) -> QueryResult<usize> {
        let table = self.table;
        self.execute(connection, Verb::Add { table, key, sum })
    }

    /// Sets all other columns of the rows that have this `key`, which is never null. No key may stand here twice.
    pub(crate) fn update(
        &self,
        connection: &mut Connection,
        key: &[&'static str],
    ) -> QueryResult<usize> {
        self.execute(connection, Verb::Update { key })
    }

    /// Deletes the rows that are equal in all of these columns.
    pub(crate) fn delete(&self, connection: &mut Connection) -> QueryResult<usize> {
        self.execute(connection, Verb::Delete)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.columns.first().map_or(0, |(_, column)| column.len())
    }

    fn execute(&self, connection: &mut Connection, verb: Verb<'_>) -> QueryResult<usize> {
        if self.len() == 0 {
            return Ok(0);
        }
        on!(connection =>
            pg: |c| postgres::execute(self, verb, c),
            sqlite: |c| sqlite::execute(self, verb, c),
        )
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }

    /// The columns that a new row needs to be told: the others are NULL in every row, which is what they are untold.
    fn told(&self) -> impl Iterator<Item = &(&'static str, Column<'a>)> {
        self.columns.iter().filter(|(_, column)| !column.is_null())
    }
}

/// `", "` between the items.
fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, ", ")
}

fn joined<T: AsRef<str>>(items: impl IntoIterator<Item = T>, between: &str) -> String {
    let mut text = String::new();
    for item in items {
        if !text.is_empty() {
            text.push_str(between);
        }
        text.push_str(item.as_ref());
    }
    text
}

/// `ON CONFLICT …`, which both databases write alike.
fn on_conflict(verb: Verb<'_>) -> String {
    match verb {
        Verb::InsertMissing { key } => format!(" ON CONFLICT ({}) DO NOTHING", list(key)),
        Verb::Upsert { key, update } => {
            let set = list(
                update
                    .iter()
                    .map(|name| format!("{name} = excluded.{name}")),
            );
            format!(" ON CONFLICT ({}) DO UPDATE SET {set}", list(key))
        }
        Verb::Add { table, key, sum } => format!(
            " ON CONFLICT ({}) DO UPDATE SET {sum} = {table}.{sum} + excluded.{sum}",
            list(key)
        ),
        Verb::Insert | Verb::Update { .. } | Verb::Delete => String::new(),
    }
}
