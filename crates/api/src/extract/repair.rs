//! Documents of the wrong shape, with all their faults at once.
//!
//! The parser stops at the first fault. So a small document is mended at that place, in memory, and read again to see
//! what else is wrong: an unknown field is taken out, a missing or ill-typed one gets a stand-in. The mended document
//! is thrown away; only the faults are kept.

use ludger_domain::fault::{Fault, Faults};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

/// Times that a document is mended at most, which bounds the work.
const MENDS_MAX: usize = 16;
/// Bytes of the largest document that is mended; of larger ones the first fault is told.
const MENDED_BYTES_MAX: usize = 8 * 1024;

struct Broken {
    fault: Fault,
    kind: Kind,
    /// A word that would be right here, if the parser names one.
    word: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unknown,
    Missing,
    Other,
}

/// Reads a document that is known to be JSON.
pub(super) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Faults> {
    let mut parser = serde_json::Deserializer::from_slice(json);
    let first = match serde_path_to_error::deserialize(&mut parser) {
        Ok(value) => return Ok(value),
        Err(error) => broken(error.path(), &error.inner().to_string()),
    };
    match serde_json::from_slice(json) {
        Ok(document) if json.len() <= MENDED_BYTES_MAX => Err(all::<T>(document, first)),
        _ => Err(first.fault.into()),
    }
}

fn all<T: DeserializeOwned>(mut document: Value, first: Broken) -> Faults {
    let mut faults = Faults::default();
    let mut next = Some(first);
    for _ in 0..MENDS_MAX {
        let Some(Broken { fault, kind, word }) = next.take() else {
            break;
        };
        let mended = mend::<T>(&document, &fault.pointer, (kind, word));
        // A stand-in that another fault hid turns out wrong later: its place is mended again, and told once.
        if faults.0.iter().all(|told| told.pointer != fault.pointer) {
            faults.0.push(fault);
        }
        if let Some((better, found)) = mended {
            document = better;
            next = found;
        }
    }
    faults
}

/// What a value may be replaced by: one of each type, and texts that parse as an id and as an instant.
fn stand_ins() -> Vec<Value> {
    let texts = [
        "",
        "00000000-0000-0000-0000-000000000000",
        "1970-01-01T00:00:00Z",
    ];
    let values = [
        0.into(),
        false.into(),
        Vec::<Value>::new().into(),
        Map::new().into(),
        Value::Null,
    ];
    texts.into_iter().map(Value::from).chain(values).collect()
}

/// The document without this fault, and the next one in it.
fn mend<T: DeserializeOwned>(
    document: &Value,
    pointer: &str,
    (kind, word): (Kind, Option<String>),
) -> Option<(Value, Option<Broken>)> {
    let (parent, key) = pointer.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    // Tried from the end: words first, taking the value out last.
    let mut tries = vec![None];
    if kind != Kind::Unknown {
        tries.extend(stand_ins().into_iter().rev().map(Some));
        tries.extend(word.map(|word| Some(word.into())));
    }
    while let Some(stand_in) = tries.pop() {
        let mut better = document.clone();
        put(better.pointer_mut(parent)?, &key, stand_in)?;
        let found = match serde_path_to_error::deserialize::<_, T>(&better) {
            Ok(_) => return Some((better, None)),
            Err(error) => broken(error.path(), &error.inner().to_string()),
        };
        let at = &found.fault.pointer;
        if at != pointer && !at.starts_with(&format!("{pointer}/")) {
            return Some((better, Some(found)));
        }
        // A missing word is named only when another one stands in its place.
        if kind == Kind::Missing && at == pointer && tries.len() > 1 {
            tries.extend(found.word.map(|word| Some(word.into())));
        }
    }
    None
}

fn put(parent: &mut Value, key: &str, value: Option<Value>) -> Option<()> {
    match (parent, value) {
        (Value::Object(members), Some(value)) => drop(members.insert(key.to_owned(), value)),
        (Value::Object(members), None) => drop(members.remove(key)),
        (Value::Array(items), Some(value)) => *items.get_mut(key.parse::<usize>().ok()?)? = value,
        _ => return None,
    }
    Some(())
}

fn broken(path: &Path, message: &str) -> Broken {
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

fn escape(key: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        Red,
        Blue,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read into")]
    struct Order {
        name: String,
        count: u32,
        colour: Colour,
        note: Option<String>,
        lines: Vec<Line>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read into")]
    struct Line {
        sku: String,
    }

    fn faults(json: &str) -> Vec<String> {
        let Err(faults) = read::<Order>(json.as_bytes()) else {
            return Vec::new();
        };
        faults
            .0
            .into_iter()
            .map(|f| format!("{} {}: {}", f.pointer, f.code, f.detail))
            .collect()
    }

    #[test]
    fn a_good_document_has_no_faults() {
        let json = r#"{"name":"a","count":1,"colour":"red","lines":[{"sku":"x"}]}"#;
        assert_eq!(faults(json), Vec::<String>::new());
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let json = r#"{"nam":"a","count":"1","note":5,"lines":[{"sku":"x"},{"sku":7,"a/b":0}]}"#;
        let expected = [
            "/nam unknown_field: there is no such field here",
            "/count wrong_type: must be a whole number, not below 0",
            "/lines/1/a~1b unknown_field: there is no such field here",
            "/lines/1/sku wrong_type: must be a string",
            "/note wrong_type: must be a string",
            "/name required: must be there",
            "/colour required: must be there",
        ];
        assert_eq!(faults(json), expected);
    }

    #[test]
    fn wrong_and_missing_words_do_not_hide_what_comes_behind() {
        let json = r#"{"name":"a","count":-1,"colour":"green","lines":5}"#;
        let expected = [
            "/count wrong_type: must be a whole number, not below 0",
            "/colour unknown_value: must be red or blue",
            "/lines wrong_type: must be an array",
        ];
        assert_eq!(faults(json), expected);
        let expected = ["/name", "/count", "/colour", "/lines"]
            .map(|at| format!("{at} required: must be there"));
        assert_eq!(faults("{}"), expected);
    }

    #[test]
    fn what_cannot_be_mended_ends_the_search() {
        assert_eq!(faults("[]"), [" wrong_type: must be an object"]);
        let twice = r#"{"name":"a","name":"b","count":1}"#;
        assert_eq!(faults(twice)[0], "/name duplicate_field: stands here twice");
    }
}
