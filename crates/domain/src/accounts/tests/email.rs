use super::codes;
use crate::accounts::Email;

#[test]
fn addresses_that_are_taken() {
    let longest = format!(
        "{}@{}.{}.{}.org",
        "l".repeat(64),
        "a".repeat(63),
        "b".repeat(63),
        "c".repeat(57)
    );
    assert_eq!(longest.len(), 254);
    for text in [
        "ada@example.org",
        "Ada.Lovelace+quiz@mail.example.co.uk",
        "o'brien@example.org",
        "!#$%&'*+/=?^_`{|}~-@example.org",
        "1@2.com",
        "a@xn--bcher-kva.example",
        "jürgen@bücher.example",
        "अजय@डाटा.भारत",
        &longest,
    ] {
        assert_eq!(codes(text.parse::<Email>()), [""; 0], "{text}");
        assert_eq!(text.parse::<Email>().unwrap().as_str(), text);
    }
}

#[test]
fn addresses_that_are_refused() {
    let local = format!("{}@example.org", "l".repeat(65));
    let whole = format!(
        "{}@{}.{}.{}.org",
        "l".repeat(64),
        "a".repeat(63),
        "b".repeat(63),
        "c".repeat(58)
    );
    let label = format!("a@{}.org", "l".repeat(64));
    for (text, code) in [
        ("", "required"),
        (&*local, "too_long"),
        (&*whole, "too_long"),
        (&*label, "invalid_email"),
        ("ada", "invalid_email"),
        ("@example.org", "invalid_email"),
        ("ada@", "invalid_email"),
        ("ada@@example.org", "invalid_email"),
        ("ada@b@example.org", "invalid_email"),
        ("ada@localhost", "invalid_email"),
        ("ada@127.0.0.1", "invalid_email"),
        ("ada@[127.0.0.1]", "invalid_email"),
        ("\"ada b\"@example.org", "invalid_email"),
        (" ada@example.org", "invalid_email"),
        ("ada@example.org ", "invalid_email"),
        ("ada@exam ple.org", "invalid_email"),
        ("ada@example.org\n", "invalid_email"),
        ("a\0da@example.org", "invalid_email"),
        ("Ada <ada@example.org>", "invalid_email"),
        ("ada,eve@example.org", "invalid_email"),
        (".ada@example.org", "invalid_email"),
        ("ada.@example.org", "invalid_email"),
        ("a..da@example.org", "invalid_email"),
        ("ada@.example.org", "invalid_email"),
        ("ada@example..org", "invalid_email"),
        ("ada@example.org.", "invalid_email"),
        ("ada@-example.org", "invalid_email"),
        ("ada@example-.org", "invalid_email"),
        ("ada@exa_mple.org", "invalid_email"),
        ("a\u{200b}da@example.org", "invalid_email"),
        ("a\u{202e}da@example.org", "invalid_email"),
        ("ada\u{a0}@example.org", "invalid_email"),
    ] {
        assert_eq!(codes(text.parse::<Email>()), [code], "{text:?}");
    }
}

#[test]
fn one_mailbox_has_one_key() {
    let email: Email = "Ada.L\u{f6}we@Example.ORG".parse().unwrap();
    assert_eq!(email.as_str(), "Ada.Löwe@Example.ORG");
    assert_eq!(email.key(), "ada.löwe@example.org");
    assert_eq!(email.key(), Email::key_of("ADA.LO\u{308}WE@example.org"));
    assert_ne!(email.key(), Email::key_of("adalöwe@example.org"));
}

/// There is no single capital H̱, only H and the line below it; there is a single small ẖ.
#[test]
fn a_letter_that_only_its_small_form_joins_has_one_key() {
    let key = Email::key_of("H\u{331}anna@example.org");
    assert_eq!(key, "\u{1e96}anna@example.org");
    assert_eq!(key, Email::key_of("\u{1e96}anna@example.org"));
    assert_eq!(key, Email::key_of(&key));
}

#[test]
fn serde_keeps_the_rule() {
    let email: Email = serde_json::from_str("\"Ada@example.org\"").unwrap();
    assert_eq!(
        serde_json::to_string(&email).unwrap(),
        "\"Ada@example.org\""
    );
    assert!(serde_json::from_str::<Email>("\"ada\"").is_err());
}
