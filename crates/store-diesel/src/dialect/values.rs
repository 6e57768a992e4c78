//! Ids and instants. Postgres has types for them; SQLite keeps ids as BLOB and instants as TEXT of fixed width
//! (`2026-01-01T00:00:00.000000Z`), so that they sort as they should.

use crate::connection::{MultiBackend, MultiRawValue};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromStaticSqlRow, Queryable};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, HasSqlType};
use diesel::sqlite::Sqlite;
use jiff::{Timestamp, civil::DateTime, tz::Offset};
use ludger_domain::ids::{
    AccountId, AnswerId, ApiTokenId, AuditId, AuthSessionId, GameSessionId, HoldId, JobId,
    LeaderboardId, PlayerAnswerId, QuestionId, QuizId, StreamId, TopicId, TransferId, UserId,
    WorkerId,
};
use std::io::Write;
use uuid::Uuid;

/// The SQL types, for `table!`.
pub(crate) mod sql {
    use diesel::query_builder::QueryId;
    use diesel::sql_types::{SqlOrd, SqlType};

    /// `uuid`, BLOB.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(postgres_type(oid = 2950, array_oid = 2951))]
    #[diesel(sqlite_type(name = "Binary"))]
    pub struct Id;

    /// `timestamptz`, TEXT.
    #[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
    #[diesel(postgres_type(oid = 1184, array_oid = 1185))]
    #[diesel(sqlite_type(name = "Text"))]
    pub struct Instant;

    impl SqlOrd for Id {}
    impl SqlOrd for Instant {}
}
use sql::{Id, Instant};

/// An id on its way into a query: ids are other crates' types, and only ours can become expressions.
#[derive(Debug, Clone, Copy, AsExpression)]
#[diesel(sql_type = Id)]
pub(crate) struct Key(pub(crate) Uuid);

/// An instant on its way into a query.
#[derive(Debug, Clone, Copy, AsExpression)]
#[diesel(sql_type = Instant)]
pub(crate) struct At(pub(crate) Timestamp);

impl From<Uuid> for Key {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl From<Timestamp> for At {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

/// Any id, for a query.
pub(crate) fn key(id: impl Into<Uuid>) -> Key {
    Key(id.into())
}

/// What `MultiBackend` and the query builder need of a type that both databases know: all by way of theirs.
macro_rules! bridge {
    ($sql:ty: write $($to:ty)*, read $($from:ty)*) => {
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }
        $(
            impl ToSql<$sql, MultiBackend> for $to {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                    out.set_value((<$sql>::default(), self));
                    Ok(IsNull::No)
                }
            }
        )*
        $(
            impl FromSql<$sql, MultiBackend> for $from {
                fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
                    value.from_sql::<Self, $sql>()
                }
            }
            impl<DB: Backend> Queryable<$sql, DB> for $from
            where
                Self: FromStaticSqlRow<$sql, DB>,
            {
                type Row = Self;
                fn build(row: Self) -> deserialize::Result<Self> {
                    Ok(row)
                }
            }
        )*
    };
}

impl ToSql<Id, Pg> for Key {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<Id, Sqlite> for Key {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}

/// Ids are UUIDs in both databases, whatever they are ids of.
macro_rules! ids {
    ($($rust:ty)*) => {
        $(
            impl FromSql<Id, Pg> for $rust {
                fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                    Ok(Uuid::from_slice(value.as_bytes())?.into())
                }
            }
            impl FromSql<Id, Sqlite> for $rust {
                fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                    Ok(Uuid::from_slice(value.read_blob())?.into())
                }
            }
        )*
        bridge!(Id: write Key, read $($rust)*);
    };
}

ids! {
    Uuid
    AccountId AnswerId ApiTokenId AuditId AuthSessionId GameSessionId HoldId JobId LeaderboardId PlayerAnswerId QuestionId QuizId StreamId TopicId
    TransferId UserId WorkerId
}
bridge!(Instant: write At, read Timestamp);

/// 2000-01-01, from which Postgres counts, in microseconds from 1970.
const POSTGRES_EPOCH_US: i64 = 946_684_800_000_000;

impl At {
    /// In microseconds, as Postgres counts.
    pub(crate) fn postgres(self) -> Result<i64, &'static str> {
        Ok(in_range(self.0)?.as_microsecond() - POSTGRES_EPOCH_US)
    }
}

impl ToSql<Instant, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&self.postgres()?.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<Instant, Pg> for Timestamp {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let since = <i64 as FromSql<BigInt, Pg>>::from_sql(value)?;
        let since_1970 = since
            .checked_add(POSTGRES_EPOCH_US)
            .ok_or("an instant out of range")?;
        Ok(from_micros(since_1970)?)
    }
}

impl ToSql<Instant, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        let at = from_micros(in_range(self.0)?.as_microsecond())?;
        out.set_value(format!("{at:.6}"));
        Ok(IsNull::No)
    }
}

impl FromSql<Instant, Sqlite> for Timestamp {
    fn from_sql(mut value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = value.read_text();
        fixed_width(text).ok_or_else(|| format!("{text:?} is no instant").into())
    }
}

/// Unlike jiff's own, this reaches to the last microsecond of its range.
fn from_micros(since_1970: i64) -> Result<Timestamp, jiff::Error> {
    const SECOND: i64 = 1_000_000;
    let nanos = i32::try_from(since_1970.rem_euclid(SECOND) * 1_000).unwrap_or_default();
    Timestamp::new(since_1970.div_euclid(SECOND), nanos)
}

/// A year of four digits: what the fixed width can hold.
fn in_range(at: Timestamp) -> Result<Timestamp, &'static str> {
    const YEAR_0: Timestamp = Timestamp::constant(-62_167_219_200, 0);
    if at < YEAR_0 {
        Err("an instant before the year 0")
    } else {
        Ok(at)
    }
}

/// Reads what [`ToSql`] wrote and nothing else; a statement of a thousand rows spends no time on a general parser.
fn fixed_width(text: &str) -> Option<Timestamp> {
    let bytes: &[u8; 27] = text.as_bytes().try_into().ok()?;
    let separators = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
        (26, b'Z'),
    ];
    if !separators
        .iter()
        .all(|(place, separator)| bytes.get(*place) == Some(separator))
    {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes.get(from..to)?.iter().try_fold(0_i32, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + i32::from(byte - b'0'))
        })
    };
    let small = |from: usize| i8::try_from(number(from, from + 2)?).ok();
    let (year, nanosecond) = (i16::try_from(number(0, 4)?).ok()?, number(20, 26)? * 1_000);
    let civil = DateTime::new(
        year,
        small(5)?,
        small(8)?,
        small(11)?,
        small(14)?,
        small(17)?,
        nanosecond,
    )
    .ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests;
