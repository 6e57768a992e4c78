//! How an event is told: the same over both ways.

use ludger_domain::Timestamp;
use ludger_ports::StreamEvent;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// Something happened in a session.
#[derive(Serialize, ToSchema)]
#[schema(as = LiveEvent)]
pub(super) struct ApiEvent<'a> {
    /// `joined`, `left`, `ready`, `countdown`, `waiting`, `question`, `answered`, `result`, `scores`, `paused`, `resumed` or
    /// `finished`; more may come.
    #[serde(rename = "type")]
    #[schema(example = "answered")]
    name: &'a str,
    /// Its number in the session: 1, 2, 3, …
    #[schema(example = 7)]
    sequence: i64,
    /// When it happened.
    at: Timestamp,
    /// What there is to know of it, by its type.
    #[schema(value_type = Object)]
    data: &'a RawValue,
}

/// The event as JSON, in one line.
pub(super) fn told(event: &StreamEvent) -> serde_json::Result<String> {
    let told = ApiEvent {
        name: &event.name,
        sequence: event.sequence,
        at: event.at,
        data: serde_json::from_str(&event.payload)?,
    };
    serde_json::to_string(&told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_told_in_one_line() {
        let event = StreamEvent {
            stream: uuid::Uuid::nil().into(),
            sequence: 7,
            name: "ready".to_owned(),
            payload: r#"{"is_ready":true,"user_id":"a\nb"}"#.to_owned(),
            at: "2026-01-01T12:00:00Z".parse().unwrap(),
        };
        let expected = concat!(
            r#"{"type":"ready","sequence":7,"at":"2026-01-01T12:00:00Z","#,
            r#""data":{"is_ready":true,"user_id":"a\nb"}}"#,
        );
        assert_eq!(told(&event).unwrap(), expected);
    }
}
