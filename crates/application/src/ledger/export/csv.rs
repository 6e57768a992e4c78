//! Numbers stand in cells of their own and are never negative, so only texts can pass for a formula.

use super::Record;
use crate::Outage;
use csv::{Terminator, WriterBuilder};
use ludger_domain::Timestamp;
use std::borrow::Cow;

const HEADER: [&str; 13] = [
    "transfer_id",
    "currency",
    "account",
    "sequence",
    "type",
    "amount",
    "balance_after",
    "category",
    "description",
    "metadata",
    "created_at",
    "updated_at",
    "deleted_at",
];

/// What a spreadsheet begins a formula with, the wide forms too, and what it skips before one.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

pub(super) fn write(records: &[Record<'_>], with_header: bool) -> Result<String, Outage> {
    let mut table = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::<u8>::new());
    if with_header {
        table.write_record(HEADER).map_err(Outage::broken)?;
    }
    for record in records {
        table.write_record(cells(record)).map_err(Outage::broken)?;
    }
    let bytes = table.into_inner().map_err(Outage::broken)?;
    String::from_utf8(bytes).map_err(Outage::broken)
}

fn cells(record: &Record<'_>) -> [String; 13] {
    [
        record.transfer_id.to_string(),
        record.currency.to_string(),
        record.account.to_string(),
        record.sequence.to_string(),
        record.direction.as_str().to_owned(),
        record.amount.clone(),
        record.balance_after.clone(),
        record.category.as_str().to_owned(),
        defused(record.description.unwrap_or_default()).into_owned(),
        defused(record.metadata.map_or("", |json| json.as_str())).into_owned(),
        record.created_at.to_string(),
        record.updated_at.to_string(),
        record
            .deleted_at
            .as_ref()
            .map(Timestamp::to_string)
            .unwrap_or_default(),
    ]
}

/// The text behind a `'`, which spreadsheets take for "this is text", where it would begin a formula.
fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA_STARTS) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn a_cell_that_would_run_becomes_text() {
        let table = [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("＝1", "'＝1"),
            ("a=1", "a=1"),
            ("Quiz of 3-4", "Quiz of 3-4"),
            ("", ""),
        ];
        for (text, cell) in table {
            assert_eq!(defused(text), cell);
        }
    }
}
