//! The texts that a transfer carries, each checked once.

use crate::as_text::as_text;
use crate::fault::{Fault, check_text};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// For people: up to 255 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Description(String);

/// For machines: a JSON object of at most 4 KiB, kept as canonical text (keys sorted, no spaces).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Metadata(String);

/// Says what a transfer is the payment of, for ever once: 1 to 200 visible ASCII characters, for example
/// `quiz-reward/<session>/<user>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

impl Metadata {
    const BYTES_MAX: usize = 4096;

    /// The object as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a store kept, to the letter: the chain's hash is over these very bytes.
    ///
    /// # Errors
    /// The text is no JSON object, or too long.
    pub fn restore(text: &str) -> Result<Self, Fault> {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        Self::try_from(value).map(|_| Self(text.to_owned()))
    }
}

impl TryFrom<String> for Description {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        check_text("", &text, 1, 255)?;
        Ok(Self(text))
    }
}

impl TryFrom<Value> for Metadata {
    type Error = Fault;
    fn try_from(value: Value) -> Result<Self, Fault> {
        if !value.is_object() {
            return Err(Fault::new("", "not_an_object", "metadata is a JSON object"));
        }
        let text = value.to_string();
        if text.len() > Self::BYTES_MAX {
            return Err(Fault::new("", "too_long", "metadata has at most 4 KiB"));
        }
        Ok(Self(text))
    }
}

impl From<Map<String, Value>> for Metadata {
    /// For the few keys that a use case writes itself.
    fn from(map: Map<String, Value>) -> Self {
        Self(Value::Object(map).to_string())
    }
}

impl From<Metadata> for Value {
    fn from(metadata: Metadata) -> Self {
        serde_json::from_str(&metadata.0).unwrap_or(Self::Null)
    }
}

impl TryFrom<String> for Reference {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        if text.is_empty() || text.len() > 200 || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Fault::new(
                "",
                "invalid_reference",
                "a reference is 1 to 200 visible ASCII characters",
            ));
        }
        Ok(Self(text))
    }
}

as_text!(Description Reference);
