//! What the parser says, as faults.

use ludger_domain::fault::Fault;
use serde_path_to_error::{Path, Segment};

/// A fault, and what kind of fault it is.
pub(super) struct Broken {
    pub(super) fault: Fault,
    pub(super) kind: Kind,
    /// A word that would be right here, if the parser names one.
    pub(super) word: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Unknown,
    Missing,
    Other,
}

/// Reads a message of the parser.
pub(super) fn broken(path: &Path, message: &str) -> Broken {
    let mut pointer: String = path.iter().filter_map(part).collect();
    let named = |prefix: &str| {
        message
            .strip_prefix(prefix)
            .and_then(|rest| rest.split_once('`'))
            .map(|(name, _)| name)
    };
    let mut below = |name: &str| {
        let part = format!("/{}", escape(name));
        if !pointer.ends_with(&part) {
            pointer.push_str(&part);
        }
    };
    let (kind, code, detail) = if let Some(name) = named("missing field `") {
        below(name);
        (Kind::Missing, "required", "must be there".to_owned())
    } else if let Some(name) = named("unknown field `") {
        below(name);
        (
            Kind::Unknown,
            "unknown_field",
            "there is no such field here".to_owned(),
        )
    } else if let Some(name) = named("duplicate field `") {
        below(name);
        (
            Kind::Unknown,
            "duplicate_field",
            "stands here twice".to_owned(),
        )
    } else if message.starts_with("unknown variant") {
        (Kind::Other, "unknown_value", expected(message))
    } else if message.starts_with("invalid") {
        (Kind::Other, "wrong_type", expected(message))
    } else {
        (Kind::Other, "invalid_value", plain(message).to_owned())
    };
    Broken {
        fault: Fault::new(pointer, code, detail),
        kind,
        word: word(message),
    }
}

/// The first word that the parser would have taken.
fn word(message: &str) -> Option<String> {
    let (_, wanted) = message
        .strip_prefix("unknown variant ")?
        .split_once(", expected ")?;
    Some(wanted.split('`').nth(1)?.to_owned())
}

fn part(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(format!("/{}", escape(key))),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

/// A name as part of a JSON Pointer (RFC 6901).
pub(in crate::extract) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// What the parser says, without the place: it counts lines of a document that may have been mended.
fn plain(message: &str) -> &str {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(text, _)| text)
}

/// What would be right. What was sent is not repeated: it may be a password.
fn expected(message: &str) -> String {
    let Some((_, wanted)) = plain(message).rsplit_once(", expected ") else {
        return "is not of the right type".to_owned();
    };
    let wanted = match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, not below 0",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "a sequence" => "an array",
        "a map" => "an object",
        other if other.starts_with("struct ") => "an object",
        other => other,
    };
    format!("must be {}", wanted.replace('`', ""))
}
