//! The exchange formats for questions, as a file from anywhere meets them.

use crate::input::text;
use ludger_application::formats::{Exported, Format, Item, parse, write};
use ludger_domain::Timestamp;
use ludger_domain::ids::TopicId;
use ludger_domain::quiz::{Topic, TopicDraft};
use uuid::Uuid;

pub(crate) fn gift(data: &[u8]) {
    survives(Format::Gift, data);
}

pub(crate) fn aiken(data: &[u8]) {
    survives(Format::Aiken, data);
}

pub(crate) fn csv(data: &[u8]) {
    survives(Format::Csv, data);
}

pub(crate) fn opentdb(data: &[u8]) {
    survives(Format::OpenTriviaDb, data);
}

pub(crate) fn own_json(data: &[u8]) {
    survives(Format::Json, data);
}

/// What can be imported is the same after it was exported, in each format that can be, and imported again.
fn survives(format: Format, data: &[u8]) {
    let Some(document) = text(data) else { return };
    let Ok(parsed) = parse(format, document) else {
        return;
    };
    let lines = document.lines().count().max(1);
    let placed = |item: &Item| (1..=lines).contains(&item.line);
    assert!(parsed.items.iter().all(placed), "{:?}", parsed.items);
    let topics: Vec<_> = parsed.topics.into_iter().filter_map(shelved).collect();
    let questions: Vec<_> = parsed.items.into_iter().filter_map(exported).collect();
    for format in [Format::Gift, Format::Csv, Format::Json] {
        let written = write(format, &topics, &questions).expect("a format that is written");
        let again = parse(format, &written).expect("what was written is read");
        assert_eq!(again.topics, topics, "{written}");
        let read = again.items.into_iter().map(|item| (item.topic, item.draft));
        let meant = questions.iter().cloned();
        let meant = meant.map(|one| (Some(one.topic), Ok(one.draft)));
        assert!(read.eq(meant), "{questions:#?}\n{written}");
        if format == Format::Csv {
            runs_in_no_spreadsheet(&written);
        }
    }
}

/// The question as it leaves the bank, if it got in.
fn exported(item: Item) -> Option<Exported> {
    let draft = item.draft.ok()?;
    // Once checked, a draft stays as it is.
    assert_eq!(draft.clone().checked(), Ok(draft.clone()));
    let title = item.topic.unwrap_or_else(|| "Anything".to_owned());
    let topic = shelved(TopicDraft {
        title,
        description: String::new(),
    })?;
    Some(Exported {
        topic: topic.title,
        draft,
    })
}

/// The topic as the bank keeps it.
fn shelved(draft: TopicDraft) -> Option<TopicDraft> {
    let id = TopicId::from(Uuid::from_u128(1));
    let topic = Topic::new(id, draft, Timestamp::UNIX_EPOCH).ok()?;
    Some(TopicDraft {
        title: topic.title,
        description: topic.description,
    })
}

fn runs_in_no_spreadsheet(table: &str) {
    for cell in cells(table).into_iter().flatten() {
        assert!(!is_formula(&cell), "{cell:?}");
    }
}

/// The rows of a table, as any program reads them that knows nothing of its writer.
pub(crate) fn cells(table: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(table.as_bytes());
    let rows = reader.records().map(|row| row.expect("a table is written"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

/// Whether a spreadsheet would take the cell for a formula: the signs that begin one, their wide forms, and what is
/// skipped before them.
pub(crate) fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'])
}
