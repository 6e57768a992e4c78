//! What those are told who follow something as it happens.
//!
//! Events are rows of the commit that they tell of, and so neither come without it nor get lost. A store numbers the events
//! of each stream 1, 2, 3, … in the order of its commits, under the stream's own row lock: who has read up to a number has
//! missed nothing before it.

use jiff::Timestamp;
use ludger_domain::ids::StreamId;
use ludger_domain::quiz::LiveEvent;
use serde_json::Value;

/// An event to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Who follows this is told.
    pub stream: StreamId,
    /// What kind of event it is.
    pub name: &'static str,
    /// A JSON object.
    pub payload: Value,
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamEvent {
    /// Of which stream.
    pub stream: StreamId,
    /// Its number there.
    pub sequence: i64,
    /// What kind of event it is.
    pub name: String,
    /// A JSON object, as text.
    pub payload: String,
    /// When the decision was made that it tells of.
    pub at: Timestamp,
}

impl NewEvent {
    /// What the players of a session are told.
    pub fn of(stream: StreamId, event: &LiveEvent) -> Self {
        Self {
            stream,
            name: event.name(),
            payload: serde_json::to_value(event).unwrap_or_default(),
        }
    }
}
