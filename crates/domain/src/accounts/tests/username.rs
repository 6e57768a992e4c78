use super::codes;
use crate::accounts::Username;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

#[test]
fn names_that_are_taken() {
    let longest = "ä".repeat(80);
    for text in [
        "ada",
        "Ada Lovelace",
        "o'brien_42",
        "李小龍三",
        "नमस्ते",
        "a.b",
        "🦊🦊🦊",
        &longest,
    ] {
        assert_eq!(codes(text.parse::<Username>()), [""; 0], "{text}");
        assert_eq!(text.parse::<Username>().unwrap().as_str(), text);
    }
}

#[test]
fn names_that_are_refused() {
    let long = "a".repeat(81);
    for (text, expected) in [
        ("", &["too_short"][..]),
        ("ab", &["too_short"]),
        ("e\u{301}b", &["too_short"]),
        (&long, &["too_long"]),
        (" ada", &["stray_space"]),
        ("ada ", &["stray_space"]),
        ("ada  lovelace", &["stray_space"]),
        ("ada\tlovelace", &["hidden_character"]),
        ("ada\u{a0}lovelace", &["hidden_character"]),
        ("ada\u{3000}lovelace", &["hidden_character"]),
        ("ada\0", &["control_character", "hidden_character"]),
        ("ada\u{7f}", &["control_character", "hidden_character"]),
        ("ad\u{ad}a", &["hidden_character"]),
        ("ad\u{200b}a", &["hidden_character"]),
        ("ad\u{200d}a", &["hidden_character"]),
        ("\u{202e}ada", &["hidden_character"]),
        ("ada\u{2066}", &["hidden_character"]),
        ("ada\u{feff}", &["hidden_character"]),
        ("ada\u{fe0f}", &["hidden_character"]),
        ("ada\u{e0041}", &["hidden_character"]),
        ("ada\u{e000}", &["hidden_character"]),
        ("ada\u{1fffe}", &["hidden_character"]),
        ("\u{3164}\u{3164}\u{3164}", &["hidden_character"]),
        ("\u{301}ada", &["stray_mark"]),
        (
            " \u{200b}",
            &["too_short", "hidden_character", "stray_space"],
        ),
    ] {
        assert_eq!(codes(text.parse::<Username>()), expected, "{text:?}");
    }
}

#[test]
fn names_that_are_one() {
    for (one, other) in [
        ("Ada", "ADA"),
        ("Ada", "Ａｄａ"),
        ("e\u{301}ve", "\u{e9}VE"),
        ("straße", "STRASSE"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("\u{fb01}ona", "fiona"),
        ("H₂O", "h2o"),
        ("2ⁿᵈ", "2nd"),
        ("ada", "аda"),
        ("paypal", "pаypаl"),
        ("ΑDA", "ada"),
        ("adal", "ada1"),
        ("zoo", "z00"),
        ("modern", "modem"),
    ] {
        assert_eq!(
            Username::key_of(one),
            Username::key_of(other),
            "{one} {other}"
        );
    }
    for (one, other) in [("ada", "ade"), ("ada", "ad a"), ("resume", "résumé")] {
        assert_ne!(
            Username::key_of(one),
            Username::key_of(other),
            "{one} {other}"
        );
    }
}

#[test]
fn every_character_has_one_key_however_it_is_written() {
    for c in '\0'..=char::MAX {
        let (text, key) = (c.to_string(), Username::key_of(c.encode_utf8(&mut [0; 4])));
        let written = [
            text.to_uppercase(),
            text.to_lowercase(),
            text.nfd().collect(),
            text.nfkc().collect(),
        ];
        for other in written.iter().chain([&key]).filter(|other| **other != text) {
            assert_eq!(Username::key_of(other), key, "{c:?} {other:?}");
        }
    }
}

proptest! {
    #[test]
    fn a_key_is_the_same_for_every_way_of_writing(name in "\\PC{0,20}") {
        let key = Username::key_of(&name);
        prop_assert_eq!(&Username::key_of(&name.to_uppercase()), &key);
        prop_assert_eq!(&Username::key_of(&name.nfc().collect::<String>()), &key);
        prop_assert_eq!(&Username::key_of(&name.nfd().collect::<String>()), &key);
        prop_assert_eq!(&Username::key_of(&name.nfkc().collect::<String>()), &key);
        prop_assert_eq!(&Username::key_of(&key), &key);
    }

    #[test]
    fn what_is_taken_is_taken_again_unchanged(name in any::<String>()) {
        if let Ok(name) = name.parse::<Username>() {
            prop_assert_eq!(&name.as_str().parse::<Username>().unwrap(), &name);
            prop_assert!((3..=80).contains(&name.as_str().chars().count()));
        }
    }
}
