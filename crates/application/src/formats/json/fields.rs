//! The fields of one object, each read by itself, so that every fault has its pointer.

use super::super::document::excerpt;
use ludger_domain::fault::{Fault, Faults};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(super) struct Fields {
    here: String,
    left: Map<String, Value>,
    faults: Faults,
}

impl Fields {
    /// The fields of the object at the pointer `here`.
    pub(super) fn of(here: &str, value: Value) -> Result<Self, Faults> {
        match value {
            Value::Object(left) => Ok(Self {
                here: here.to_owned(),
                left,
                faults: Faults::default(),
            }),
            _ => Err(Fault::new(here, "malformed_field", "this must be an object").into()),
        }
    }

    /// The value of a field that must be there.
    pub(super) fn required<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        if !self.left.contains_key(name) {
            self.faults.add(
                format!("{}/{name}", self.here),
                "required",
                format!("{name:?} must not be left out"),
            );
        }
        self.optional(name)
    }

    /// The value of a field that may be left out.
    pub(super) fn optional<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let value = serde_json::from_value(self.left.remove(name)?);
        let here = format!("{}/{name}", self.here);
        self.take(value.map_err(|error| Fault::new(here, "malformed_field", error.to_string())))
    }

    /// See [`Faults::take`].
    pub(super) fn take<T>(&mut self, checked: Result<T, impl Into<Faults>>) -> Option<T> {
        self.faults.take(checked)
    }

    /// Refuses what is left, and reports everything that was wrong.
    pub(super) fn finish(mut self) -> Result<(), Faults> {
        for name in self.left.keys() {
            self.faults.0.push(unknown(&self.here, name));
        }
        self.faults.into_result()
    }
}

/// A field that nobody knows.
pub(super) fn unknown(here: &str, name: &str) -> Fault {
    let escaped = excerpt(name).replace('~', "~0").replace('/', "~1");
    Fault::new(
        format!("{here}/{escaped}"),
        "unknown_field",
        format!("there is no field {:?}", excerpt(name)),
    )
}
