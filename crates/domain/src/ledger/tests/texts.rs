//! The texts that a transfer carries: how long they may be, and that they are kept as they came.

use super::*;
use serde_json::{Map, Value, json};

#[test]
fn a_description_has_1_to_255_characters() {
    let long = "ü".repeat(255);
    for text in ["x", "two\nlines", &long] {
        let description = Description::try_from(text.to_owned()).unwrap();
        assert_eq!(description.as_str(), text);
        assert_eq!(description.to_string(), text);
        assert_eq!(String::from(description), text);
    }
    let too_long = "ü".repeat(256);
    for text in ["", "\0", &too_long] {
        assert!(Description::try_from(text.to_owned()).is_err(), "{text:?}");
    }
}

#[test]
fn a_reference_has_1_to_200_visible_characters() {
    let long = "r".repeat(200);
    for text in ["x", "quiz-reward/1/ada", "!~", &long] {
        let reference = Reference::try_from(text.to_owned()).unwrap();
        assert_eq!(reference.as_str(), text);
        assert_eq!(reference.to_string(), text);
        assert_eq!(String::from(reference), text);
    }
    let too_long = "r".repeat(201);
    for text in ["", "a b", "ü", "a\n", "\u{7f}", &too_long] {
        let fault = Reference::try_from(text.to_owned()).unwrap_err();
        assert_eq!(fault.code, "invalid_reference", "{text:?}");
    }
}

fn metadata(value: Value) -> Result<Metadata, String> {
    Metadata::try_from(value).map_err(|fault| fault.code)
}

#[test]
fn metadata_is_an_object_of_4_kib_in_canonical_text() {
    let kept = metadata(json!({ "b": [1, null], "a": "x" })).unwrap();
    assert_eq!(kept.as_str(), r#"{"a":"x","b":[1,null]}"#);
    assert_eq!(Value::from(kept), json!({ "a": "x", "b": [1, null] }));
    for value in [json!([]), json!(null), json!("{}"), json!(1)] {
        assert_eq!(metadata(value), Err("not_an_object".to_owned()));
    }
    // Eight bytes around the text: {"a":""}.
    let of = |bytes: usize| metadata(json!({ "a": "x".repeat(bytes - 8) }));
    assert_eq!(of(4096).unwrap().as_str().len(), 4096);
    assert_eq!(of(4097), Err("too_long".to_owned()));
}

#[test]
fn what_a_store_kept_is_restored_to_the_letter() {
    // The hash is over these very bytes, whatever the canonical text of today would be.
    let kept = r#"{ "b":1,"a" : 2}"#;
    assert_eq!(Metadata::restore(kept).unwrap().as_str(), kept);
    for text in ["", "[]", "{", "null"] {
        assert!(Metadata::restore(text).is_err(), "{text:?}");
    }
    let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(5000));
    assert!(Metadata::restore(&long).is_err());
}

#[test]
fn a_use_case_writes_metadata_of_its_own() {
    let map = Map::from_iter([("session".to_owned(), json!(7))]);
    assert_eq!(Metadata::from(map).as_str(), r#"{"session":7}"#);
}

/// An answer that is told again is read from what was stored of it, so another reading must change no digit. Without
/// the feature `float_roundtrip`, `serde_json` reads the first two a little off, and once more at each reading.
#[test]
fn a_number_is_told_again_as_it_was() {
    for number in ["0.9591297856405126", "936.6664105864026", "5e-324", "-0.0"] {
        let value = serde_json::from_str(&format!("{{\"odds\":{number}}}")).unwrap();
        let first = metadata(value).unwrap();
        let again = metadata(Value::from(first.clone())).unwrap();
        assert_eq!(again, first);
    }
}
