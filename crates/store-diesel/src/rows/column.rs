use crate::dialect::{
    At, Key,
    sql::{Id, Instant},
};
use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Nullable, SmallInt, Text};
use diesel::sqlite::Sqlite;
use jiff::Timestamp;
use std::borrow::Cow;
use uuid::Uuid;

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident, $new:ident, $given:ty => $value:ty, $sql:ty, $postgres:literal;)*) => {
        /// One column's values, one for each row; `None` is NULL.
        #[derive(Debug)]
        pub(crate) enum Column<'a> {
            $($(#[$doc])* $variant(Vec<Option<$value>>),)*
        }

        impl<'a> Column<'a> {
            $(
                /// A column of values that may or may not be optional.
                pub(crate) fn $new<T: Into<Option<$given>>>(values: impl IntoIterator<Item = T>) -> Self {
                    Self::$variant(values.into_iter().map(|value| value.into().map(<$value>::from)).collect())
                }
            )*

            pub(super) fn len(&self) -> usize {
                match self {
                    $(Self::$variant(values) => values.len(),)*
                }
            }

            /// Whether it is NULL in every row.
            pub(super) fn is_null(&self) -> bool {
                match self {
                    $(Self::$variant(values) => values.iter().all(Option::is_none),)*
                }
            }

            /// What Postgres calls the type of one value.
            pub(super) const fn postgres_type(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $postgres,)*
                }
            }

            /// Binds the whole column.
            pub(super) fn bind_all<'b>(&'b self, pass: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
                match self {
                    $(Self::$variant(values) => pass.push_bind_param::<Array<Nullable<$sql>>, _>(values),)*
                }
            }

            /// Binds the value of one row.
            pub(super) fn bind_one<'b>(&'b self, row: usize, pass: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
                match self {
                    $(
                        Self::$variant(values) => {
                            let value = values.get(row).unwrap_or(&None);
                            pass.push_bind_param::<Nullable<$sql>, Option<$value>>(value)
                        }
                    )*
                }
            }
        }
    };
}

columns! {
    /// Ids.
    Uuids, uuids, Uuid => Key, Id, "uuid";
    /// Texts.
    Texts, texts, Cow<'a, str> => Cow<'a, str>, Text, "text";
    /// Whole numbers.
    Integers, integers, i64 => i64, BigInt, "bigint";
    /// Whole numbers of a SMALLINT column.
    SmallIntegers, small_integers, i16 => i16, SmallInt, "smallint";
    /// Truth values.
    Booleans, booleans, bool => bool, Bool, "boolean";
    /// Instants.
    Instants, instants, Timestamp => At, Instant, "timestamptz";
    /// Hashes.
    Bytes, bytes, Cow<'a, [u8]> => Cow<'a, [u8]>, Binary, "bytea";
}
