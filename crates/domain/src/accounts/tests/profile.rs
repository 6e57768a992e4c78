use super::codes;
use crate::accounts::{AvatarUrl, FullName, Locale, Profile, Tier, TimeZoneName};

#[test]
fn users_begin_with_nothing_told() {
    let profile = Profile::default();
    assert_eq!(profile.time_zone.as_str(), "UTC");
    assert_eq!(profile.locale.as_str(), "en");
    assert_eq!(profile.tier, Tier::Normie);
    assert!(
        profile.flags.is_empty() && profile.full_name.is_none() && profile.avatar_url.is_none()
    );
}

#[test]
fn names_in_earnest() {
    let (longest, long) = ("ö".repeat(100), "ö".repeat(101));
    for (text, expected) in [
        ("Ada King, Countess of Lovelace", None),
        ("X", None),
        ("毛", None),
        (longest.as_str(), None),
        ("", Some("required")),
        (long.as_str(), Some("too_long")),
        ("Ada ", Some("stray_space")),
        ("Ada\u{202e}", Some("hidden_character")),
    ] {
        let codes = codes(FullName::try_from(text.to_owned()));
        assert_eq!(codes, Vec::from_iter(expected), "{text}");
    }
}

#[test]
fn avatars_are_on_sites_that_encrypt() {
    for (text, kept) in [
        (
            "https://example.org/a.png",
            Some("https://example.org/a.png"),
        ),
        ("https://EXAMPLE.org", Some("https://example.org/")),
        ("https://example.org/ä", Some("https://example.org/%C3%A4")),
        ("http://example.org/a.png", None),
        ("https://ada@example.org/", None),
        ("https://ada:x@example.org/", None),
        ("https://", None),
        ("javascript:alert(1)", None),
        ("data:image/png;base64,AAAA", None),
        ("//example.org/a.png", None),
        ("a.png", None),
        ("", None),
    ] {
        let url = AvatarUrl::try_from(text.to_owned()).ok();
        assert_eq!(url.as_ref().map(AvatarUrl::as_str), kept, "{text}");
    }
    let long = format!("https://example.org/{}", "a".repeat(2_048));
    assert_eq!(codes(AvatarUrl::try_from(long)), ["too_long"]);
}

#[test]
fn time_zones_have_names_that_are_known() {
    for (text, kept) in [
        ("UTC", Some("UTC")),
        ("Europe/Berlin", Some("Europe/Berlin")),
        ("europe/berlin", Some("Europe/Berlin")),
        ("Asia/Kolkata", Some("Asia/Kolkata")),
        ("Mars/Olympus", None),
        ("+02:00", None),
        ("../etc/passwd", None),
        ("", None),
    ] {
        let zone = TimeZoneName::try_from(text.to_owned()).ok();
        assert_eq!(zone.as_ref().map(TimeZoneName::as_str), kept, "{text}");
    }
}

#[test]
fn locales_are_language_tags() {
    for (text, kept) in [
        ("en", Some("en")),
        ("DE-at", Some("de-AT")),
        ("zh-hant-tw", Some("zh-Hant-TW")),
        ("pt-BR", Some("pt-BR")),
        ("pt_BR", None),
        ("", None),
        ("english please", None),
        ("x", None),
    ] {
        let locale = Locale::try_from(text.to_owned()).ok();
        assert_eq!(locale.as_ref().map(Locale::as_str), kept, "{text}");
    }
}
