//! What every reader needs of a document: its lines, its limits, and the faults that end it.

use super::{Item, QUESTION_BYTES_MAX, QUESTIONS_MAX};
use ludger_domain::fault::{Fault, Faults, check_text};
use ludger_domain::quiz::TopicDraft;

/// Some editors put U+FEFF in front of a text.
pub(super) fn without_byte_order_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A document that cannot be read as a whole.
pub(super) fn malformed(detail: impl Into<String>) -> Faults {
    Fault::new("", "malformed_document", detail).into()
}

/// Something in a question that breaks the format. The detail says which line it is.
pub(super) fn malformed_question(line: usize, detail: impl AsRef<str>) -> Faults {
    Fault::new(
        "",
        "malformed_question",
        format!("line {line}: {}", detail.as_ref()),
    )
    .into()
}

/// Something that is right in its format and has no place in Ludger.
pub(super) fn unsupported(detail: impl Into<String>) -> Faults {
    Fault::new("", "unsupported", detail).into()
}

/// Refuses a document with more items than [`QUESTIONS_MAX`].
pub(super) fn check_count(count: usize) -> Result<(), Faults> {
    if count > QUESTIONS_MAX {
        let detail = format!("a document holds at most {QUESTIONS_MAX} questions");
        return Err(Fault::new("", "too_many_questions", detail).into());
    }
    Ok(())
}

/// Refuses a question of more bytes than [`QUESTION_BYTES_MAX`].
pub(super) fn check_size(bytes: usize) -> Result<(), Faults> {
    if bytes > QUESTION_BYTES_MAX {
        let detail = format!("a question takes up at most {QUESTION_BYTES_MAX} bytes");
        return Err(Fault::new("", "too_long", detail).into());
    }
    Ok(())
}

/// The start of a text, short enough for a fault's detail.
pub(super) fn excerpt(text: &str) -> &str {
    text.char_indices()
        .nth(40)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text)
}

/// A topic that keeps its rules, its title trimmed.
pub(super) fn checked_topic(topic: TopicDraft) -> Result<TopicDraft, Faults> {
    let topic = TopicDraft {
        title: topic.title.trim().to_owned(),
        ..topic
    };
    let mut faults = Faults::default();
    faults.take(check_text("/title", &topic.title, 1, 255));
    faults.take(check_text("/description", &topic.description, 0, 2_000));
    faults.into_result().map(|()| topic)
}

/// An item that is none.
pub(super) fn refused(line: usize, topic: Option<String>, faults: Faults) -> Item {
    Item {
        line,
        topic,
        draft: Err(faults),
    }
}

/// Line numbers of rising offsets, counted once over the text.
pub(super) struct LineCounter<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
}

impl<'a> LineCounter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
        }
    }

    /// The line at `offset`, which is not before the offset of the call before.
    pub(super) fn line_at(&mut self, offset: usize) -> usize {
        let passed = self
            .text
            .as_bytes()
            .get(self.offset..offset)
            .unwrap_or_default();
        self.line += passed.split(|byte| *byte == b'\n').skip(1).count();
        self.offset = self.offset.max(offset);
        self.line
    }
}
