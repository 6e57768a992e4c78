//! Objects within bodies. An array of the same values in the same order is none, though serde would take it.

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// For `#[serde(deserialize_with)]` of a field that is an object.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Object::deserialize(deserializer).map(|Object(value)| value)
}

/// The same for a list of objects.
pub(crate) fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let objects = Vec::<Object<T>>::deserialize(deserializer)?;
    Ok(objects.into_iter().map(|Object(value)| value).collect())
}

struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_map(AnObject(PhantomData))
            .map(Self)
    }
}

struct AnObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AnObject<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Pair {
        left: u8,
        #[serde(default)]
        right: u8,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Body {
        #[serde(deserialize_with = "object")]
        one: Pair,
        #[serde(deserialize_with = "objects")]
        many: Vec<Pair>,
    }

    #[test]
    fn an_array_is_no_object() {
        let read = |text: &str| serde_json::from_str::<Body>(text);
        let pair = |left| Pair { left, right: 0 };
        let body = Body {
            one: pair(1),
            many: vec![pair(2), pair(3)],
        };
        let right = r#"{"one":{"left":1},"many":[{"left":2},{"left":3}]}"#;
        assert_eq!(read(right).unwrap(), body);
        for wrong in [
            r#"{"one":[1,0],"many":[]}"#,
            r#"{"one":{"left":1},"many":[[2,0]]}"#,
            r#"{"one":{"left":1},"many":{"left":2}}"#,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
