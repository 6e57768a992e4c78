//! What is asked.

mod create;
mod delete;
mod edit;
mod find;
mod list;
mod statistics;

pub use create::{CreateQuestion, CreateQuestionError};
pub use delete::{DeleteQuestion, DeleteQuestionError};
pub use edit::{EditQuestion, EditQuestionError};
pub use find::{FindQuestion, FindQuestionError};
pub use list::{ListQuestions, ListQuestionsError};
pub use statistics::ShowQuestionStatistics;

use crate::Caller;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord};
use ludger_domain::fault::{Fault, Faults};
use ludger_domain::quiz::{MediaName, Question, Topic};
use ludger_ports::Ids;
use serde_json::json;

/// What the audit log tells of a question that was changed.
fn told(
    caller: &Caller,
    action: AuditAction,
    question: &Question,
    ids: &dyn Ids,
    now: Timestamp,
) -> AuditRecord {
    let meta = json!({ "topic": question.topic, "version": question.version });
    caller
        .record(action, ids, now)
        .on("question", question.id)
        .with(meta)
}

/// The topic that a question is put into is not there.
fn unknown_topic() -> Fault {
    Fault::new("/topic", "unknown_topic", "there is no such topic")
}

/// A file that a question is to show is not there.
fn unknown_file(question: &Question, name: MediaName) -> Faults {
    let mut faults = Faults::default();
    for (index, media) in question.media.iter().enumerate() {
        if media.file() == Some(name) {
            let here = format!("/media/{index}/url");
            faults.add(here, "unknown_file", "there is no such file");
        }
    }
    faults
}

/// A question for a topic that is there, or everything that speaks against it at once.
fn placed(question: Result<Question, Faults>, topic: Option<&Topic>) -> Result<Question, Faults> {
    let mut faults = Faults::default();
    faults.take(topic.ok_or_else(unknown_topic));
    match faults.take(question) {
        Some(question) if faults.0.is_empty() => Ok(question),
        _ => Err(faults),
    }
}
