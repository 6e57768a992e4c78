//! Exchange formats for questions: text in, drafts out, and back.
//!
//! | [`Format`] | reads | writes | described by |
//! | --- | --- | --- | --- |
//! | [`Gift`](Format::Gift) | yes | yes | <https://docs.moodle.org/en/GIFT_format> |
//! | [`Aiken`](Format::Aiken) | yes | no | <https://docs.moodle.org/en/Aiken_format> |
//! | [`Csv`](Format::Csv) | yes | yes | RFC 4180 |
//! | [`OpenTriviaDb`](Format::OpenTriviaDb) | yes | no | <https://opentdb.com/api_config.php> |
//! | [`Json`](Format::Json) | yes | yes | the `json` module |
//!
//! Everything here is pure. A question that cannot be read whole is not read at all: it becomes an [`Item`] with its
//! faults, and the questions around it are read all the same. What [`write()`] writes, [`parse`] reads back as it was.

mod aiken;
mod choice;
mod csv;
mod document;
mod entities;
mod gift;
mod html;
mod json;
mod kind;
mod opentdb;
mod percent;

pub use kind::Format;

use ludger_domain::fault::Faults;
use ludger_domain::quiz::{QuestionDraft, TopicDraft};

/// The most questions that one document may hold.
pub const QUESTIONS_MAX: usize = 10_000;

/// The most bytes that one question may take up in its document.
pub const QUESTION_BYTES_MAX: usize = 1 << 20;

/// What a document holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The topics that the document describes by themselves. Topics that it only names stand at their items.
    pub topics: Vec<TopicDraft>,
    /// In the order of the document.
    pub items: Vec<Item>,
}

/// One question of a document, or the reason why it is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Where it starts; the first line is 1.
    pub line: usize,
    /// The title of the topic that it belongs to, where the document says so.
    pub topic: Option<String>,
    /// A draft that passed [`QuestionDraft::checked`], or everything that is wrong with it. Pointers are relative to
    /// the question. What Ludger has no kind for has the code `unsupported`.
    pub draft: Result<QuestionDraft, Faults>,
}

/// A question on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The title of its topic.
    pub topic: String,
    /// See [`ludger_domain::quiz::Question::draft`].
    pub draft: QuestionDraft,
}

/// Reads a document.
///
/// # Errors
/// Only when the document as a whole cannot be read: `malformed_document`, with line and column in the detail;
/// `too_many_questions`; `no_results` for an Open Trivia DB response that reports a failure.
pub fn parse(format: Format, text: &str) -> Result<Parsed, Faults> {
    let text = document::without_byte_order_mark(text);
    match format {
        Format::Gift => gift::parse(text),
        Format::Aiken => aiken::parse(text),
        Format::Csv => csv::parse(text),
        Format::OpenTriviaDb => opentdb::parse(text),
        Format::Json => json::parse(text),
    }
}

/// Writes a document. `None` for the formats that are read only: [`Format::Aiken`] and [`Format::OpenTriviaDb`].
///
/// Topics and drafts are taken to be checked ones.
pub fn write(format: Format, topics: &[TopicDraft], questions: &[Exported]) -> Option<String> {
    match format {
        Format::Gift => Some(gift::write(topics, questions)),
        Format::Csv => Some(csv::write(topics, questions)),
        Format::Json => json::write(topics, questions),
        Format::Aiken | Format::OpenTriviaDb => None,
    }
}
