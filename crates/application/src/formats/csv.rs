//! Tables, after RFC 4180, with what spreadsheets make of it: comma, semicolon or tab (whichever the header has most
//! of), a byte order mark, a first line `sep=;`.
//!
//! The first row names the columns, in any order and case; other columns are left alone.
//!
//! | column | also called | holds |
//! | --- | --- | --- |
//! | `content` | `question`, `text` | what is asked; needed |
//! | `topic` | `category`, `subject` | a title |
//! | `kind` | `type` | see [`row`]; without it the answers tell |
//! | `difficulty` | `level` | 1 to 5, or easy, medium, hard; medium when empty |
//! | `explanation` | `general_feedback` | |
//! | `points` | | 100 when empty |
//! | `tags` | | parted by `;`, where `\;` and `\\` stand for the characters |
//! | `answer_1` to `answer_20` | `answer1`, `option_1`, `option_a`, `choice_1`, `a` to `f` | an answer |
//! | `answer_1_counterpart` | `answer_1_match` | the other side of a pair, the upper end of a range |
//! | `answer_1_weight` | | percent |
//! | `answer_1_feedback` | | |
//! | `correct` | | `2`, `1;3`, `B` or the text of the right answer, tried in this order |
//! | `correct_answer`, `answer` | | the same, but the text is tried first |
//!
//! A row of the kind `topic` describes a topic: its title is in `topic`, its description in `content`.
//!
//! A cell that a spreadsheet would run as a formula (`=1+1`) is written with a `'` before it, which the reader takes
//! away again; see [`cell`].

mod answers;
mod cell;
mod correct;
mod header;
mod row;
mod table;
mod writer;

pub(super) use writer::write;

use super::document::{check_count, check_size, malformed, refused};
use super::{Item, Parsed};
use header::Columns;
use ludger_domain::fault::Faults;
use row::{Row, Said};

pub(super) fn parse(text: &str) -> Result<Parsed, Faults> {
    let mut rows = table::rows(text);
    let header = rows.next().ok_or_else(|| {
        malformed("line 1, column 1: a table starts with the names of its columns")
    })??;
    let columns = Columns::of(&header.cells)
        .map_err(|detail| malformed(format!("line {}: {detail}", header.line)))?;
    let mut parsed = Parsed::default();
    for row in rows {
        let row = row?;
        if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
            take(&columns, &row, &mut parsed);
        }
        check_count(parsed.items.len().max(parsed.topics.len()))?;
    }
    Ok(parsed)
}

fn take(columns: &Columns, table_row: &table::TableRow, parsed: &mut Parsed) {
    let row = Row {
        columns,
        cells: &table_row.cells,
    };
    let topic = row.topic();
    match check_size(table_row.bytes()).and_then(|()| row.read()) {
        Ok(Said::Topic(topic)) => parsed.topics.push(topic),
        Ok(Said::Question(draft)) => parsed.items.push(Item {
            line: table_row.line,
            topic,
            draft: draft.checked(),
        }),
        Err(faults) => parsed.items.push(refused(table_row.line, topic, faults)),
    }
}
