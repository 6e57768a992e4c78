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
pub(super) mod scan;
mod writer;

pub(super) use writer::write;

use super::document::{check_count, check_size, checked_topic, malformed_question, refused};
use super::{Item, Parsed};
use fields::Fields;
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::{AnswerDraft, Difficulty, QuestionDraft, TopicDraft};
use scan::{Found, Span};
use serde_json::Value;

/// What `format` says.
const NAME: &str = "ludger-questions";

/// What `version` says.
const VERSION: u64 = 1;

/// More answers than any kind has; what is above is not even looked at.
const ANSWERS_MAX: usize = 100;

pub(super) fn parse(text: &str) -> Result<Parsed, Faults> {
    let document = Document::of(text)?;
    check_count(document.topics.len())?;
    check_count(document.questions.len())?;
    let mut parsed = Parsed::default();
    for Found { line, text } in document.topics {
        match topic(text, line) {
            Ok(topic) => parsed.topics.push(topic),
            Err(faults) => parsed.items.push(refused(line, None, faults)),
        }
    }
    parsed.items.extend(document.questions.into_iter().map(|Found { line, text }| item(text, line)));
    Ok(parsed)
}

#[derive(Default)]
struct Document<'a> {
    topics: Vec<Found<'a>>,
    questions: Vec<Found<'a>>,
}

impl<'a> Document<'a> {
    fn of(text: &'a str) -> Result<Self, Faults> {
        let fault = |pointer: &str, code: &str, detail: &str| Faults::from(Fault::new(pointer, code, detail));
        let members = scan::valid(text)?
            .members()
            .ok_or_else(|| fault("", "malformed_document", "line 1, column 1: the document is an object"))?;
        let (mut topics, mut questions, mut is_named, mut is_known_version) = (None, None, false, false);
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
            return Err(fault("/format", "malformed_document", "\"format\" is \"ludger-questions\""));
        }
        if !is_known_version {
            return Err(fault("/version", "malformed_document", "\"version\" is 1"));
        }
        let questions =
            questions.ok_or_else(|| fault("/questions", "malformed_document", "\"questions\" is missing"))?;
        // Topics and questions may stand in either order, so each has its own count of lines.
        let found = |spans: Vec<Span<'a>>| scan::with_lines(text, spans);
        Ok(Self { topics: found(topics.unwrap_or_default()), questions: found(questions) })
    }
}

fn elements<'a>(pointer: &str, value: Span<'a>) -> Result<Vec<Span<'a>>, Faults> {
    value.elements().ok_or_else(|| Fault::new(pointer, "malformed_document", "this must be an array").into())
}

fn topic(text: &str, line: usize) -> Result<TopicDraft, Faults> {
    let mut fields = Fields::of("", value(text, line)?)?;
    let title: Option<String> = fields.required("title");
    let description: Option<String> = fields.optional("description");
    fields.finish()?;
    checked_topic(TopicDraft { title: title.unwrap_or_default(), description: description.unwrap_or_default() })
}

fn item(text: &str, line: usize) -> Item {
    match value(text, line).and_then(|value| Fields::of("", value)) {
        Ok(mut fields) => {
            let topic: Option<String> = fields.optional("topic");
            let topic = topic.map(|topic| topic.trim().to_owned()).filter(|topic| !topic.is_empty());
            Item { line, topic, draft: draft(fields).and_then(QuestionDraft::checked) }
        }
        Err(faults) => refused(line, None, faults),
    }
}

/// The element of an array. Deep nesting can still fail here.
fn value(text: &str, line: usize) -> Result<Value, Faults> {
    check_size(text.len())?;
    serde_json::from_str(text).map_err(|error| malformed_question(line, error.to_string()))
}

fn draft(mut fields: Fields) -> Result<QuestionDraft, Faults> {
    let kind = fields.required("kind");
    let content: Option<String> = fields.required("content");
    let answers: Option<Vec<Value>> = fields.required("answers");
    let difficulty = fields.optional("difficulty");
    let explanation: Option<String> = fields.optional("explanation");
    let points = fields.optional("points");
    let tags: Option<Vec<String>> = fields.optional("tags");
    let answers = answers.map(|answers| fields.take(answer_drafts(answers))).unwrap_or_default();
    fields.finish()?;
    // `kind` is there when nothing is wrong; `ok_or_else` only spares a panic.
    let kind = kind.ok_or_else(|| Fault::new("/kind", "required", "must not be left out"))?;
    Ok(QuestionDraft {
        kind,
        difficulty: difficulty.unwrap_or(Difficulty::MEDIUM.level()),
        content: content.unwrap_or_default(),
        explanation: explanation.unwrap_or_default(),
        points: points.unwrap_or(100),
        tags: tags.unwrap_or_default(),
        answers: answers.unwrap_or_default(),
    })
}

fn answer_drafts(values: Vec<Value>) -> Result<Vec<AnswerDraft>, Faults> {
    if values.len() > ANSWERS_MAX {
        let detail = format!("a question has at most {ANSWERS_MAX} answers");
        return Err(Fault::new("/answers", "wrong_number_of_answers", detail).into());
    }
    let mut faults = Faults::default();
    let read = |(index, value)| Fields::of(&format!("/answers/{index}"), value).and_then(answer_draft);
    let answers: Vec<_> = values.into_iter().enumerate().filter_map(|value| faults.take(read(value))).collect();
    faults.into_result().map(|()| answers)
}

fn answer_draft(mut fields: Fields) -> Result<AnswerDraft, Faults> {
    let content: Option<String> = fields.required("content");
    let is_correct = fields.optional("is_correct");
    let counterpart = fields.optional("counterpart");
    let weight = fields.optional("weight");
    let feedback = fields.optional("feedback");
    fields.finish()?;
    Ok(AnswerDraft {
        content: content.unwrap_or_default(),
        is_correct: is_correct.unwrap_or_default(),
        counterpart: counterpart.flatten(),
        weight: weight.flatten(),
        feedback: feedback.flatten(),
    })
}
