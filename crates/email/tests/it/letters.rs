//! What every letter says.

use crate::world::{at, link};
use ludger_email::{Deployment, render};
use ludger_ports::Letter;

fn deployment() -> Deployment {
    Deployment {
        name: "Quiz Night".to_owned(),
        url: "https://play.example.org".to_owned(),
    }
}

/// One of each kind, with the name of its snapshot.
fn letters() -> Vec<(&'static str, Letter)> {
    let at = at("2026-11-05T10:20:30.5Z");
    let device = Letter::NewDevice {
        device: Some("Firefox 128.0 on Linux".to_owned()),
        address: Some("2001:db8::7".to_owned()),
        at,
    };
    let unknown = Letter::NewDevice {
        device: None,
        address: None,
        at,
    };
    vec![
        ("verification", Letter::Verification { link: link() }),
        ("already_registered", Letter::AlreadyRegistered),
        ("password_reset", Letter::PasswordReset { link: link() }),
        ("magic_link", Letter::MagicLink { link: link() }),
        ("email_change", Letter::EmailChange { link: link() }),
        ("email_change_asked", Letter::EmailChangeAsked),
        ("email_changed", Letter::EmailChanged),
        ("password_changed", Letter::PasswordChanged),
        (
            "api_token_created",
            Letter::ApiTokenCreated {
                name: "nightly statement".to_owned(),
                at,
            },
        ),
        ("new_device", device),
        ("new_device_unknown", unknown),
        ("sign_ins_blocked", Letter::SignInsBlocked { at }),
        ("codes_blocked", Letter::CodesBlocked { at }),
        ("second_factor_on", Letter::SecondFactorOn { at }),
        ("second_factor_off", Letter::SecondFactorOff { at }),
        ("session_replayed", Letter::SessionReplayed { at }),
        ("account_deleted", Letter::AccountDeleted { erased_at: at }),
        ("invitation", Letter::Invitation { link: link() }),
        ("test", Letter::Test),
    ]
}

#[test]
fn every_letter_has_its_words() {
    for (name, letter) in letters() {
        let rendered = render(&letter, &deployment());
        insta::assert_snapshot!(format!("{name}_text"), rendered.text);
        insta::assert_snapshot!(format!("{name}_html"), rendered.html);
    }
}

#[test]
fn both_parts_and_the_subject_say_the_same() {
    for (name, letter) in letters() {
        let rendered = render(&letter, &deployment());
        assert!(rendered.text.starts_with(&rendered.subject), "{name}");
        let title = format!("<title>{}</title>", rendered.subject);
        assert!(rendered.html.contains(&title), "{name}");
    }
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    for (name, letter) in letters() {
        let html = render(&letter, &deployment()).html;
        for word in ["<img", "<style", "<script", "<link", "url(", "src="] {
            assert!(!html.contains(word), "{word} in {name}");
        }
    }
}

#[test]
fn a_link_is_a_button_and_can_be_copied() {
    let rendered = render(&Letter::MagicLink { link: link() }, &deployment());
    assert!(rendered.text.lines().any(|line| line == link()));
    let escaped = link().replace('&', "&#38;");
    let button = format!("<a href=\"{escaped}\" style=");
    assert_eq!(rendered.html.matches(&button).count(), 1);
    let copy = format!("<a href=\"{escaped}\">{escaped}</a>");
    assert_eq!(rendered.html.matches(&copy).count(), 1);
}

#[test]
fn a_device_may_call_itself_what_it_likes() {
    let letter = Letter::NewDevice {
        device: Some(
            "</strong><script>alert(1)</script>\" onload='x'\r\nSee https://evil.example/help\u{202e} now"
                .to_owned(),
        ),
        address: Some("<b>evil.example</b>".to_owned()),
        at: at("2026-11-05T10:20:30Z"),
    };
    let rendered = render(&letter, &deployment());
    insta::assert_snapshot!("hostile_device_text", rendered.text);
    insta::assert_snapshot!("hostile_device_html", rendered.html);
}

#[test]
fn a_link_stays_on_its_line() {
    let link = "https://play.example.org/\r\n.\r\nFrom: eve".to_owned();
    let rendered = render(&Letter::MagicLink { link }, &deployment());
    let cleaned = "https://play.example.org/.From: eve";
    assert!(rendered.text.lines().any(|line| line == cleaned));
    assert!(!rendered.html.contains('\r'));
}

#[test]
fn a_deployment_may_be_called_anything() {
    let from = Deployment {
        name: "Tom & Jerry's <Quiz>".to_owned(),
        ..deployment()
    };
    let rendered = render(&Letter::Test, &from);
    assert!(rendered.text.contains("Tom & Jerry's <Quiz>"));
    assert!(!rendered.html.contains("<Quiz>"));
}

#[test]
fn links_stay_out_of_logs() {
    let rendered = render(&Letter::MagicLink { link: link() }, &deployment());
    assert_eq!(
        format!("{rendered:?}"),
        "Rendered(\"Your link to sign in\", …)"
    );
}
