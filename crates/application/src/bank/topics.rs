//! The subjects that questions belong to.

mod create;
mod delete;
mod edit;
mod find;
mod list;

pub use create::{CreateTopic, CreateTopicError};
pub use delete::{DeleteTopic, DeleteTopicError};
pub use edit::{EditTopic, EditTopicError, TopicEdit};
pub use find::{FindTopic, FindTopicError};
pub use list::{ListTopics, ListedTopic};

use crate::Caller;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{AuditAction, AuditRecord};
use ludger_domain::quiz::Topic;
use ludger_ports::Ids;
use serde_json::json;

/// What the audit log tells of a topic that was changed.
fn told(
    caller: &Caller,
    action: AuditAction,
    topic: &Topic,
    ids: &dyn Ids,
    now: Timestamp,
) -> AuditRecord {
    let meta = json!({ "title": topic.title, "version": topic.version });
    caller
        .record(action, ids, now)
        .on("topic", topic.id)
        .with(meta)
}
