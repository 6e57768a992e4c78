mod copy;

pub(super) use copy::{COPY_MIN, Target, copy};

use super::{Column, Rows, Verb, joined, list, on_conflict};
use diesel::QueryResult;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// The whole of it: some text, `unnest` over the columns, and some more text.
struct Statement<'r, 'a> {
    columns: Vec<&'r Column<'a>>,
    before: String,
    after: String,
}

pub(super) fn execute(
    rows: &Rows<'_>,
    verb: Verb<'_>,
    connection: &mut PgConnection,
) -> QueryResult<usize> {
    let (table, names) = (rows.table, list(rows.names()));
    let same = |keys: &mut dyn Iterator<Item = &'static str>| {
        joined(
            keys.map(|name| format!("{table}.{name} = v.{name}")),
            " AND ",
        )
    };
    let mut columns: Vec<_> = rows.columns.iter().map(|(_, column)| column).collect();
    let (before, after) = match verb {
        Verb::Insert => {
            columns = rows.told().map(|(_, column)| column).collect();
            let names = list(rows.told().map(|(name, _)| *name));
            (
                format!("INSERT INTO {table} ({names}) SELECT * FROM "),
                String::new(),
            )
        }
        Verb::InsertMissing { .. } | Verb::Upsert { .. } | Verb::Add { .. } => (
            format!("INSERT INTO {table} ({names}) SELECT * FROM "),
            on_conflict(verb),
        ),
        Verb::Update { key } => {
            let set = rows
                .names()
                .filter(|name| !key.contains(name))
                .map(|name| format!("{name} = v.{name}"));
            let before = format!("UPDATE {table} SET {} FROM ", list(set));
            (
                before,
                format!(" AS v({names}) WHERE {}", same(&mut key.iter().copied())),
            )
        }
        Verb::Delete => (
            format!("DELETE FROM {table} USING "),
            format!(" AS v({names}) WHERE {}", same(&mut rows.names())),
        ),
    };
    Statement {
        columns,
        before,
        after,
    }
    .execute(connection)
}

impl QueryFragment<Pg> for Statement<'_, '_> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql(&self.before);
        for (index, column) in self.columns.iter().enumerate() {
            pass.push_sql(if index == 0 { "unnest(" } else { ", " });
            column.bind_all(&mut pass)?;
            pass.push_sql("::");
            pass.push_sql(column.postgres_type());
            pass.push_sql("[]");
        }
        pass.push_sql(")");
        pass.push_sql(&self.after);
        Ok(())
    }
}

/// The prepared statement is found by its text.
impl QueryId for Statement<'_, '_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<PgConnection> for Statement<'_, '_> {}
