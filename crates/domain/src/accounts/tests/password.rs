use super::codes;
use crate::accounts::common_passwords::COMMON;
use crate::accounts::{Password, PasswordHash, PasswordOwner, PasswordPolicy};
use unicode_normalization::{UnicodeNormalization, is_nfc};

const ADA: PasswordOwner<'_> = PasswordOwner {
    email: "Ada.Lovelace@Example.org",
    username: "The Countess",
};

fn set(text: &str) -> Result<Password, crate::fault::Faults> {
    Password::new(text, PasswordPolicy::default(), ADA)
}

#[test]
fn passwords_that_are_taken() {
    let longest = "ä".repeat(128);
    for text in [
        "tr0ub4dor",
        "        ",
        "eight\0ch",
        "ключ от дома",
        "🦊🐘🐍🐙🦉🐳🐝🦆",
        "the countess of lovelace",
        &longest,
    ] {
        assert_eq!(codes(set(text)), [""; 0], "{text}");
        assert_eq!(set(text).unwrap().expose(), text);
    }
}

#[test]
fn passwords_that_are_refused() {
    let long = "a\u{308}".repeat(129);
    for (text, expected) in [
        ("", &["too_short"][..]),
        ("1234567", &["too_short"]),
        ("seve\u{308}n77", &["too_short"]),
        (&long, &["too_long"]),
        ("password1", &["common_password"]),
        ("PassWord1", &["common_password"]),
        ("12345678", &["common_password"]),
        ("qwertyui", &["common_password"]),
        ("iloveyou", &["common_password"]),
        ("CONTRASEN\u{303}A", &["common_password"]),
        ("ada.lovelace@example.ORG", &["password_is_name"]),
        ("ADA.LOVELACE", &["password_is_name"]),
        ("the countess", &["password_is_name"]),
    ] {
        assert_eq!(codes(set(text)), expected, "{text}");
    }
    let football = PasswordOwner {
        email: "",
        username: "Football",
    };
    let faults = Password::new("football", PasswordPolicy::default(), football);
    assert_eq!(codes(faults), ["common_password", "password_is_name"]);
}

#[test]
fn length_is_counted_after_nfc() {
    assert!(set(&"a\u{308}".repeat(128)).is_ok());
    assert_eq!(codes(set(&"a\u{308}".repeat(7))), ["too_short"]);
}

#[test]
fn a_policy_can_ask_for_more() {
    let strict = PasswordPolicy::new(15).unwrap();
    assert_eq!(strict.length_min(), 15);
    assert_eq!(
        codes(Password::new("fourteen chars", strict, ADA)),
        ["too_short"]
    );
    assert_eq!(
        codes(Password::new("fifteen letters", strict, ADA)),
        [""; 0]
    );
    for (length_min, taken) in [(0, false), (7, false), (8, true), (128, true), (129, false)] {
        assert_eq!(
            PasswordPolicy::new(length_min).is_ok(),
            taken,
            "{length_min}"
        );
    }
}

#[test]
fn at_sign_in_any_spelling_of_a_taken_password_is_the_same_text() {
    for text in [
        &"ä".repeat(128),
        &"각".repeat(128),
        &"\u{1d160}".repeat(42),
        &"ᾂ".repeat(128),
    ] {
        let taken = set(text).unwrap();
        for typed in [text.clone(), text.nfd().collect()] {
            assert_eq!(Password::for_sign_in(&typed).expose(), taken.expose());
        }
    }
    assert_eq!(Password::for_sign_in("").expose(), "");
}

#[test]
fn at_sign_in_a_text_too_long_is_cut_beyond_any_taken_password() {
    for (unit, bytes) in [("a", 1_024), ("ä", 1_024), ("각", 1_023), ("🦊", 1_024)] {
        let cut = Password::for_sign_in(&unit.repeat(50_000));
        assert_eq!(cut.expose().len(), bytes, "{unit}");
        assert!(cut.expose().chars().count() > PasswordPolicy::LENGTH_MAX);
    }
}

#[test]
fn the_list_is_in_order() {
    let lines: Vec<&str> = COMMON.lines().collect();
    assert!(lines.len() >= 1_000);
    assert!(lines.is_sorted_by(|a, b| a < b), "sorted, each once");
    for line in lines {
        let lowered = line.to_lowercase();
        assert!(
            line.chars().count() >= 8 && line == lowered && is_nfc(line),
            "{line}"
        );
    }
}

#[test]
fn debug_shows_nothing() {
    let shown = format!(
        "{:?} {:?}",
        set("tr0ub4dor").unwrap(),
        PasswordHash::from("$2b$".to_owned())
    );
    assert_eq!(shown, "Password(…) PasswordHash(…)");
}
