//! Ludger's own exchange format: what the API takes for a topic and a question, in one document.
//!
//! ```json
//! {
//!   "format": "ludger-questions",
//!   "version": 1,
//!   "topics": [{ "title": "Astronomy", "description": "What is above us" }],
//!   "questions": [
//!     {
//!       "topic": "Astronomy",
//!       "kind": "true_false",
//!       "content": "The sun is a star.",
//!       "answers": [{ "content": "True", "is_correct": true }, { "content": "False" }]
//!     }
//!   ]
//! }
//! ```
//!
//! Fields that nobody knows are refused, with a pointer: a misspelt `"explanaton"` should not vanish.

mod fields;
mod item;
pub(super) mod scan;
mod writer;

pub(super) use writer::write;

use super::Parsed;
use super::document::{check_count, refused};
use ludger_domain::fault::{Fault, Faults};
use scan::{Found, Span};
use serde_json::Value;

/// What `format` says.
const NAME: &str = "ludger-questions";

/// What `version` says.
const VERSION: u64 = 1;

pub(super) fn parse(text: &str) -> Result<Parsed, Faults> {
    let document = Document::of(text)?;
    check_count(document.topics.len())?;
    check_count(document.questions.len())?;
    let mut parsed = Parsed::default();
    for Found { line, text } in document.topics {
        match item::topic(text, line) {
            Ok(topic) => parsed.topics.push(topic),
            Err(faults) => parsed.items.push(refused(line, None, faults)),
        }
    }
    parsed.items.extend(
        document
            .questions
            .into_iter()
            .map(|Found { line, text }| item::item(text, line)),
    );
    Ok(parsed)
}

#[derive(Default)]
struct Document<'a> {
    topics: Vec<Found<'a>>,
    questions: Vec<Found<'a>>,
}

impl<'a> Document<'a> {
    fn of(text: &'a str) -> Result<Self, Faults> {
        let fault = |pointer: &str, code: &str, detail: &str| {
            Faults::from(Fault::new(pointer, code, detail))
        };
        let members = scan::valid(text)?.members().ok_or_else(|| {
            fault(
                "",
                "malformed_document",
                "line 1, column 1: the document is an object",
            )
        })?;
        let (mut topics, mut questions, mut is_named, mut is_known_version) =
            (None, None, false, false);
        for (name, value) in members {
            match name.as_str() {
                "format" => is_named = value.reads_as(&Value::from(NAME)),
                "version" => is_known_version = value.reads_as(&Value::from(VERSION)),
                "topics" => topics = Some(elements("/topics", value)?),
                "questions" => questions = Some(elements("/questions", value)?),
                other => return Err(fields::unknown("", other).into()),
            }
        }
        if !is_named {
            return Err(fault(
                "/format",
                "malformed_document",
                "\"format\" is \"ludger-questions\"",
            ));
        }
        if !is_known_version {
            return Err(fault("/version", "malformed_document", "\"version\" is 1"));
        }
        let questions = questions.ok_or_else(|| {
            fault(
                "/questions",
                "malformed_document",
                "\"questions\" is missing",
            )
        })?;
        // Topics and questions may stand in either order, so each has its own count of lines.
        let found = |spans: Vec<Span<'a>>| scan::with_lines(text, spans);
        Ok(Self {
            topics: found(topics.unwrap_or_default()),
            questions: found(questions),
        })
    }
}

fn elements<'a>(pointer: &str, value: Span<'a>) -> Result<Vec<Span<'a>>, Faults> {
    value
        .elements()
        .ok_or_else(|| Fault::new(pointer, "malformed_document", "this must be an array").into())
}
