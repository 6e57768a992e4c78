//! Looking for text without regard to case, alike on both databases and in every locale.
//!
//! What a database itself thinks of case depends on how it was built and on its locale (with the locale "C", Postgres
//! knows ASCII alone, as SQLite always does). So SQLite is lent Rust's own folding, and Postgres gets a pattern that
//! spells both cases of every letter.

use crate::connection::MultiBackend;
use diesel::QueryResult;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Nullable, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

#[diesel::declare_sql_function]
extern "SQL" {
    fn ludger_folded(text: Nullable<Text>) -> Nullable<Text>;
}

/// Lends a session of SQLite the folding.
pub(crate) fn lend_folding(connection: &mut SqliteConnection) -> QueryResult<()> {
    ludger_folded_utils::register_impl(connection, |text: Option<String>| {
        text.map(|text| text.to_lowercase())
    })
}

/// Whether a column holds a text, without regard to case.
#[derive(Debug, Clone, QueryId)]
pub(crate) struct Holds<C> {
    column: C,
    folded: String,
    pattern: String,
}

pub(crate) fn holds<C>(column: C, text: &str) -> Holds<C> {
    Holds {
        column,
        folded: text.to_lowercase(),
        pattern: pattern(text),
    }
}

/// A regular expression of Postgres for `text`.
fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() * 4);
    for letter in text.chars() {
        let (lower, upper) = (
            letter.to_lowercase().to_string(),
            letter.to_uppercase().to_string(),
        );
        if lower != upper {
            pattern.extend(["(?:", &lower, "|", &upper, "|"]);
            pattern.push(letter);
            pattern.push(')');
        } else if letter == '\0' {
            // No text of Postgres holds it, nor can it be sent: another one that no text here holds.
            pattern.push('\u{1}');
        } else {
            if letter.is_ascii_punctuation() {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
    }
    pattern
}

impl<C: Expression> Expression for Holds<C> {
    type SqlType = Nullable<Bool>;
}
impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Holds<C> {}
impl<C: SelectableExpression<QS>, QS> SelectableExpression<QS> for Holds<C> {}
impl<C> ValidGrouping<()> for Holds<C> {
    type IsAggregate = is_aggregate::No;
}

impl<C: QueryFragment<Pg>> QueryFragment<Pg> for Holds<C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(pass.reborrow())?;
        pass.push_sql(" ~ ");
        pass.push_bind_param::<Text, String>(&self.pattern)
    }
}

impl<C: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Holds<C> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        pass.push_sql("instr(ludger_folded(");
        self.column.walk_ast(pass.reborrow())?;
        pass.push_sql("), ");
        pass.push_bind_param::<Text, String>(&self.folded)?;
        pass.push_sql(") > 0");
        Ok(())
    }
}

impl<C> QueryFragment<MultiBackend> for Holds<C>
where
    Self: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, pass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{ConnectionManager, Role};
    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    use ludger_testkit::databases::databases;
    use r2d2::ManageConnection;

    diesel::table! {
        notes (note) {
            note -> Nullable<Text>,
        }
    }

    #[test]
    fn text_is_found_whatever_its_case_and_its_characters() {
        let table = [
            ("Ärger im BÜRO", "büro", true),
            ("ärger im büro", "Ä", true),
            ("100 % sure_thing", "% S", true),
            ("100 % sure_thing", "%s", false),
            ("a.b", "a.b", true),
            ("axb", "a.b", false),
            (r"C:\dir [x] (y)", r"\DIR [X] (Y", true),
            ("Ελλάδα", "ΕΛΛΆ", true),
            ("plain", "", true),
            ("plain", "plains", false),
            ("plain", "\0", false),
        ];
        for (url, _guard) in databases() {
            let connection = &mut ConnectionManager::new(&url, Role::Writer)
                .unwrap()
                .connect()
                .unwrap();
            connection
                .batch_execute("CREATE TABLE notes (note TEXT)")
                .unwrap();
            for (note, text, found) in table {
                diesel::delete(notes::table).execute(connection).unwrap();
                diesel::insert_into(notes::table)
                    .values(notes::note.eq(note))
                    .execute(connection)
                    .unwrap();
                let count: i64 = notes::table
                    .filter(holds(notes::note, text))
                    .count()
                    .get_result(connection)
                    .unwrap();
                assert_eq!(count == 1, found, "{text:?} in {note:?} at {url}");
            }
        }
    }
}
