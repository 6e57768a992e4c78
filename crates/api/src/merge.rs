//! Edits in the manner of a JSON merge: what is left out stays as it is.

use serde::{Deserialize, Deserializer};

/// A field that may be left out, and is no `null`.
pub(crate) fn given<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
