use super::{Rows, Verb, list, on_conflict};
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sqlite::{Sqlite, SqliteConnection};

/// One row: pieces of text, and between them the columns in the order of their place in the statement.
struct Statement<'r, 'a> {
    rows: &'r Rows<'a>,
    row: usize,
    shape: &'r Shape,
}

struct Shape {
    /// In front of each bound column, and behind the last one.
    pieces: Vec<String>,
    /// Which column is bound behind each piece.
    columns: Vec<usize>,
}

pub(super) fn execute(
    rows: &Rows<'_>,
    verb: Verb<'_>,
    connection: &mut SqliteConnection,
) -> QueryResult<usize> {
    let shape = Shape::of(rows, verb);
    (0..rows.len()).try_fold(0, |changed, row| {
        Ok(changed
            + Statement {
                rows,
                row,
                shape: &shape,
            }
            .execute(connection)?)
    })
}

impl Shape {
    fn of(rows: &Rows<'_>, verb: Verb<'_>) -> Self {
        let table = rows.table;
        let all = || 0..rows.columns.len();
        match verb {
            Verb::Insert | Verb::InsertMissing { .. } | Verb::Upsert { .. } | Verb::Add { .. } => {
                let mut shape = Self {
                    pieces: Vec::new(),
                    columns: all().collect(),
                };
                let begin = format!("INSERT INTO {table} ({}) VALUES (", list(rows.names()));
                shape.pieces.extend(all().map(|index| {
                    if index == 0 {
                        begin.clone()
                    } else {
                        ", ".to_owned()
                    }
                }));
                shape.pieces.push(format!("){}", on_conflict(verb)));
                shape
            }
            Verb::Update { key } => {
                let (keys, others): (Vec<_>, Vec<_>) = all().partition(|index| {
                    rows.columns
                        .get(*index)
                        .is_some_and(|(name, _)| key.contains(name))
                });
                let mut shape = Self {
                    pieces: Vec::new(),
                    columns: Vec::new(),
                };
                shape.equals(rows, &others, &format!("UPDATE {table} SET "), ", ");
                shape.equals(rows, &keys, " WHERE ", " AND ");
                shape.pieces.push(String::new());
                shape
            }
            Verb::Delete => {
                let mut shape = Self {
                    pieces: Vec::new(),
                    columns: Vec::new(),
                };
                shape.equals(
                    rows,
                    &all().collect::<Vec<_>>(),
                    &format!("DELETE FROM {table} WHERE "),
                    " AND ",
                );
                shape.pieces.push(String::new());
                shape
            }
        }
    }

    /// `name = ?` for each of these columns.
    fn equals(&mut self, rows: &Rows<'_>, columns: &[usize], first: &str, between: &str) {
        for (place, index) in columns.iter().enumerate() {
            let name = rows.columns.get(*index).map_or("", |(name, _)| name);
            self.pieces.push(format!(
                "{}{name} = ",
                if place == 0 { first } else { between }
            ));
            self.columns.push(*index);
        }
    }
}

impl QueryFragment<Sqlite> for Statement<'_, '_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        let mut columns = self.shape.columns.iter();
        for piece in &self.shape.pieces {
            pass.push_sql(piece);
            if let Some((_, column)) = columns
                .next()
                .and_then(|index| self.rows.columns.get(*index))
            {
                column.bind_one(self.row, &mut pass)?;
            }
        }
        Ok(())
    }
}

/// The prepared statement is found by its text.
impl QueryId for Statement<'_, '_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for Statement<'_, '_> {}
