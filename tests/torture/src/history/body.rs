//! What a request or a reply holds, as JSON text.
//!
//! The history of a run of hours has millions of them, and as text they take a tenth of the room. They are read where
//! somebody looks at them. The text is the one that our own writer makes, so that equal bodies are equal texts.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;
use std::sync::Arc;

/// JSON; a copy of it takes no room.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Body(Arc<str>);

impl Body {
    pub(crate) fn value(&self) -> Value {
        // It was written by us.
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl From<&Value> for Body {
    fn from(value: &Value) -> Self {
        Self(value.to_string().into())
    }
}

impl From<Value> for Body {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Body;
    use serde_json::json;

    #[test]
    fn it_is_json_in_json_and_equal_where_it_is_equal() {
        let value = json!({ "b": [1, "x"], "a": null });
        let body = Body::from(&value);
        let written = serde_json::to_string(&json!({ "body": body })).unwrap();
        assert_eq!(written, r#"{"body":{"a":null,"b":[1,"x"]}}"#);
        let read: Body = serde_json::from_str(r#"{ "b": [1, "x"], "a": null }"#).unwrap();
        assert_eq!((read.value(), &read), (value, &body));
    }
}
