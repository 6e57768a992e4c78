//! `COPY … FROM STDIN (FORMAT binary)`: no arrays to take apart, and pages that are filled and logged many rows at a
//! time. It takes a round trip more than a statement does, which is why a few rows do better without it.
//!
//! The format: <https://www.postgresql.org/docs/current/sql-copy.html>, "Binary Format".

use super::super::{Column, Rows};
use diesel::QueryResult;
use diesel::pg::{CopyFormat, CopyTarget, Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;
use diesel::result::Error;

/// From this many rows on it is worth it.
pub(in super::super) const COPY_MIN: usize = 32;

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";
/// No flags, no header extension.
const HEADER: [u8; 8] = [0; 8];
const END: i16 = -1;
const NULL: i32 = -1;

/// A table that can be copied into.
pub(crate) trait Target: Table + CopyTarget<Table = Self> + Copy {
    /// Its columns as SQL, in its order.
    fn columns() -> String;
}

impl<T> Target for T
where
    T: Table + CopyTarget<Table = T> + Copy,
    T::AllColumns: QueryFragment<Pg>,
{
    fn columns() -> String {
        diesel::debug_query::<Pg, _>(&T::all_columns()).to_string()
    }
}

pub(in super::super) fn copy<T: Target>(
    rows: &Rows<'_>,
    table: T,
    connection: &mut PgConnection,
) -> QueryResult<usize> {
    debug_assert!(are_all_of(rows, &T::columns()), "{}", rows.table);
    let bytes = encoded(rows)?;
    let send = |sink: &mut dyn std::io::Write| {
        sink.write_all(&bytes)
            .map_err(|error| Error::QueryBuilderError(error.into()))
    };
    diesel::copy_from(table)
        .from_raw_data(table, send)
        .with_format(CopyFormat::Binary)
        .execute(connection)
}

/// Whether the rows have these columns, in this order.
fn are_all_of(rows: &Rows<'_>, columns: &str) -> bool {
    let names = columns.split(", ").map(|column| {
        let name = column.rsplit('.').next().unwrap_or_default();
        name.split_once('"')
            .map_or(name, |(_, name)| name)
            .split('"')
            .next()
            .unwrap_or_default()
    });
    names.eq(rows.names())
}

fn encoded(rows: &Rows<'_>) -> QueryResult<Vec<u8>> {
    let width: usize = rows.columns.iter().map(|(_, column)| column.width()).sum();
    let mut bytes = Vec::with_capacity(64 + rows.len() * (width + 2));
    bytes.extend_from_slice(SIGNATURE);
    bytes.extend_from_slice(&HEADER);
    let fields = i16::try_from(rows.columns.len()).unwrap_or(i16::MAX);
    for row in 0..rows.len() {
        bytes.extend_from_slice(&fields.to_be_bytes());
        for (_, column) in &rows.columns {
            column.encode(row, &mut bytes)?;
        }
    }
    bytes.extend_from_slice(&END.to_be_bytes());
    Ok(bytes)
}

impl Column<'_> {
    /// About how many bytes a value takes.
    const fn width(&self) -> usize {
        match self {
            Self::Uuids(_) => 20,
            Self::Texts(_) | Self::Bytes(_) => 36,
            Self::Integers(_) | Self::Instants(_) => 12,
            Self::SmallIntegers(_) | Self::Booleans(_) => 6,
        }
    }

    fn encode(&self, row: usize, bytes: &mut Vec<u8>) -> QueryResult<()> {
        match self {
            Self::Uuids(values) => field(bytes, value(values, row).map(|id| id.0.as_bytes())),
            Self::Texts(values) => field(bytes, value(values, row).map(|text| text.as_bytes())),
            Self::Bytes(values) => field(bytes, value(values, row)),
            Self::Integers(values) => field(bytes, value(values, row).map(|n| n.to_be_bytes())),
            Self::SmallIntegers(values) => {
                field(bytes, value(values, row).map(|n| n.to_be_bytes()))
            }
            Self::Booleans(values) => field(bytes, value(values, row).map(|b| [u8::from(*b)])),
            Self::Instants(values) => {
                let since = value(values, row).map(|at| at.postgres()).transpose();
                let since = since.map_err(|error| Error::SerializationError(error.into()))?;
                field(bytes, since.map(i64::to_be_bytes))
            }
        }
    }
}

fn value<T>(values: &[Option<T>], row: usize) -> Option<&T> {
    values.get(row)?.as_ref()
}

fn field(bytes: &mut Vec<u8>, value: Option<impl AsRef<[u8]>>) -> QueryResult<()> {
    let Some(value) = value else {
        bytes.extend_from_slice(&NULL.to_be_bytes());
        return Ok(());
    };
    let value = value.as_ref();
    let length =
        i32::try_from(value.len()).map_err(|error| Error::SerializationError(error.into()))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(value);
    Ok(())
}
