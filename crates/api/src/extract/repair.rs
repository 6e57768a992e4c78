//! Documents of the wrong shape, with all their faults at once.
//!
//! The parser stops at the first fault. So a small document is mended at that place, in memory, and read again to see
//! what else is wrong: an unknown field is taken out, a missing or ill-typed one gets a stand-in. The mended document
//! is thrown away; only the faults are kept.

mod message;
#[cfg(test)]
mod tests;

use ludger_domain::fault::{Fault, Faults};
pub(super) use message::escape;
use message::{Broken, Kind, broken};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Times that a document is mended at most, which bounds the work.
const MENDS_MAX: usize = 16;
/// Bytes of the largest document that is mended; of larger ones the first fault is told.
const MENDED_BYTES_MAX: usize = 8 * 1024;

/// Reads a document that is known to be JSON, and has to be an object.
pub(super) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Faults> {
    // A struct would be read from an array too, in the order of its fields, which is nobody's business.
    if json.trim_ascii_start().starts_with(b"[") {
        return Err(Fault::new("", "wrong_type", "must be an object").into());
    }
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
