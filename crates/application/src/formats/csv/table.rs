//! Rows of cells, with the lines that they start on.

use super::super::document::{LineCounter, malformed};
use super::cell::meant;
use ludger_domain::fault::Faults;
use std::io::{Chain, Read};

/// A row and where it starts.
pub(super) struct TableRow {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

impl TableRow {
    pub(super) fn bytes(&self) -> usize {
        self.cells.iter().map(|cell| cell.len() + 1).sum()
    }
}

/// A row of its own behind the text. When it does not come out as one, a quote before it was never closed.
/// No question can hold it: it has control characters.
const END: &str = "\n\u{1}end of table\u{1}\n";

/// The rows of a table. An error ends it.
pub(super) fn rows(text: &str) -> Rows<'_> {
    let (delimiter, skipped) = delimiter(text);
    let body = text.get(skipped..).unwrap_or_default();
    let reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes().chain(END.as_bytes()));
    Rows {
        records: reader.into_records(),
        lines: LineCounter::new(text),
        text,
        skipped,
        is_over: false,
    }
}

pub(super) struct Rows<'a> {
    records: ::csv::StringRecordsIntoIter<Chain<&'a [u8], &'a [u8]>>,
    lines: LineCounter<'a>,
    text: &'a str,
    /// The bytes of a first line `sep=;`.
    skipped: usize,
    is_over: bool,
}

impl Iterator for Rows<'_> {
    type Item = Result<TableRow, Faults>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let row = self.read();
        self.is_over = !matches!(row, Some(Ok(_)));
        row
    }
}

impl Rows<'_> {
    fn read(&mut self) -> Option<Result<TableRow, Faults>> {
        let record = match self.records.next()? {
            Ok(record) => record,
            Err(error) => return Some(Err(malformed(error.to_string()))),
        };
        let line = self.line_of(&record);
        if record.get(0) == Some(END.trim_matches('\n')) {
            return None;
        }
        if record
            .iter()
            .next_back()
            .is_some_and(|cell| cell.ends_with(END))
        {
            return Some(Err(malformed(format!(
                "line {line}, column 1: a quote in this row is never closed"
            ))));
        }
        let cells = record.iter().map(|cell| meant(cell).to_owned()).collect();
        Some(Ok(TableRow { line, cells }))
    }

    /// The reader's own position may be that of blank lines before the row.
    fn line_of(&mut self, record: &::csv::StringRecord) -> usize {
        let start = record
            .position()
            .and_then(|position| usize::try_from(position.byte()).ok())
            .unwrap_or(0);
        let start = start.saturating_add(self.skipped);
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let blank = rest
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        self.lines.line_at(start.saturating_add(blank))
    }
}

/// What parts the cells, and how many bytes of a first line `sep=;` say so.
fn delimiter(text: &str) -> (u8, usize) {
    let first = text.lines().next().unwrap_or_default();
    let said = first
        .get(..4)
        .filter(|sep| sep.eq_ignore_ascii_case("sep="))
        .and_then(|_| first.as_bytes().get(4));
    if let Some(delimiter @ (b',' | b';' | b'\t')) = said.filter(|_| first.len() == 5) {
        return (
            *delimiter,
            text.find('\n').map_or(text.len(), |end| end + 1),
        );
    }
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in first.bytes() {
        is_quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!is_quoted && byte == *delimiter);
        }
    }
    let best = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    (best.map_or(b',', |(delimiter, _)| delimiter), 0)
}
