//! A table of those who may register: CSV with the header `name,email,level`. It is taken whole or not at all, and all that
//! is wrong with it is told at once: pointers begin with the number of the line, counted from 1 with the header.

use csv::{ReaderBuilder, StringRecord, Trim};
use ludger_domain::accounts::{Allowed, Email, FullName, Tier};
use ludger_domain::fault::{Fault, Faults};
use std::collections::HashMap;

/// The most bytes that a table may have.
pub const BYTES_MAX: usize = 1 << 20;
/// The most people that a table may have.
pub const LINES_MAX: usize = 5_000;

const HEADER: [&str; 3] = ["name", "email", "level"];

/// Everybody in it.
pub(super) fn read(text: &str) -> Result<Vec<Allowed>, Faults> {
    // Some editors put it in front of a text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut records = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes())
        .into_records();
    // What is read from memory, and is UTF-8, is read.
    let header = records.next().and_then(Result::ok);
    let is_header = |cells: &StringRecord| cells.iter().map(str::to_lowercase).eq(HEADER);
    if !header.as_ref().is_some_and(is_header) {
        let detail = "line 1: the header has to be name,email,level";
        return Err(Fault::new("/1", "malformed_document", detail).into());
    }
    let (mut all, mut faults) = (Vec::new(), Faults::default());
    let (mut lines, mut seen) = (Lines::of(text), HashMap::new());
    for (before, record) in records.filter_map(Result::ok).enumerate() {
        if before == LINES_MAX {
            let detail = format!("at most {LINES_MAX} people may stand in it");
            return Err(Fault::new("", "too_many", detail).into());
        }
        let line = lines.line_of(&record);
        let Some(allowed) = faults.take(row(&record).map_err(|all| at(line, all))) else {
            continue;
        };
        match seen.insert(allowed.email.key(), line) {
            Some(first) => {
                let detail = format!("the address stands in line {first} already");
                let fault = Fault::new("/email", "repeated", detail);
                faults.0.extend(at(line, fault.into()).0);
            }
            None => all.push(allowed),
        }
    }
    faults.into_result()?;
    if all.is_empty() {
        return Err(Fault::new("", "required", "nobody stands in it").into());
    }
    Ok(all)
}

fn row(cells: &StringRecord) -> Result<Allowed, Faults> {
    let (Some(name), Some(email), Some(level), 3) =
        (cells.get(0), cells.get(1), cells.get(2), cells.len())
    else {
        let detail = format!("has {} cells where 3 belong", cells.len());
        return Err(Fault::new("", "invalid_value", detail).into());
    };
    let mut faults = Faults::default();
    let name = faults.take(checked_name(name));
    let email: Option<Email> =
        faults.take(email.parse().map_err(|all: Faults| all.under("/email")));
    let level: Option<Tier> = faults.take(level.parse().map_err(|_| {
        let known: Vec<_> = Tier::ALL.iter().map(|tier| tier.as_str()).collect();
        let detail = format!("the level has to be one of {}", known.join(", "));
        Faults::from(Fault::new("/level", "unknown_value", detail))
    }));
    match (name, email, level) {
        (Some(name), Some(email), Some(level)) => Ok(Allowed { name, email, level }),
        _ => Err(faults),
    }
}

/// None is well too.
fn checked_name(name: &str) -> Result<String, Faults> {
    if name.chars().any(char::is_control) {
        let detail = "a name holds no control characters";
        return Err(Fault::new("/name", "control_character", detail).into());
    }
    if !name.is_empty() {
        FullName::try_from(name.to_owned()).map_err(|all| all.under("/name"))?;
    }
    Ok(name.to_owned())
}

fn at(line: usize, faults: Faults) -> Faults {
    let faults = faults.under(&format!("/{line}")).0.into_iter();
    Faults(
        faults
            .map(|fault| Fault {
                detail: format!("line {line}: {}", fault.detail),
                ..fault
            })
            .collect(),
    )
}

/// Counts lines as records go by: the reader's own count is that of blank lines before a record.
struct Lines<'a> {
    text: &'a [u8],
    byte: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    const fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            byte: 0,
            line: 1,
        }
    }

    fn line_of(&mut self, record: &StringRecord) -> usize {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let is_blank = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let rest = self.text.get(start..).unwrap_or_default();
        let start = start + rest.iter().take_while(is_blank).count();
        let passed = self.text.get(self.byte..start).unwrap_or_default();
        self.line += passed.split(|byte| *byte == b'\n').skip(1).count();
        self.byte = start;
        self.line
    }
}
