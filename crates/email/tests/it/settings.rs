//! Settings with which no mail can be sent.

use crate::world::{email, settings};
use ludger_email::{InvalidMailSettings, MailSettings, UrlFault, open};
use ludger_ports::MockClock;
use std::sync::Arc;

fn fault(url: &str, settings: &MailSettings) -> Option<InvalidMailSettings> {
    open(url, settings, Arc::new(MockClock::new())).err()
}

#[test]
fn each_is_told_by_name() {
    let good = settings();
    let table = [
        (
            MailSettings {
                name: " ".to_owned(),
                ..good.clone()
            },
            InvalidMailSettings::Name,
        ),
        (
            MailSettings {
                name: "Quiz\r\nBcc: eve@example.org".to_owned(),
                ..good.clone()
            },
            InvalidMailSettings::Name,
        ),
        (
            MailSettings {
                name: "Q".repeat(81),
                ..good.clone()
            },
            InvalidMailSettings::Name,
        ),
        (
            MailSettings {
                from: email("spiel-für-alle@example.org"),
                ..good.clone()
            },
            InvalidMailSettings::From,
        ),
        (
            MailSettings {
                public_url: "play.example.org".to_owned(),
                ..good.clone()
            },
            InvalidMailSettings::PublicUrl,
        ),
        (
            MailSettings {
                public_url: "ftp://play.example.org".to_owned(),
                ..good.clone()
            },
            InvalidMailSettings::PublicUrl,
        ),
        (
            MailSettings {
                ca_pem: Some(b"no certificate".to_vec()),
                ..good.clone()
            },
            InvalidMailSettings::Ca,
        ),
        (
            MailSettings {
                ca_pem: Some(
                    b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec(),
                ),
                ..good.clone()
            },
            InvalidMailSettings::Ca,
        ),
    ];
    for (settings, expected) in table {
        let found = fault("smtps://mail.example.org", &settings);
        assert_eq!(found, Some(expected));
    }
    assert_eq!(fault("smtps://mail.example.org", &good), None);
}

#[test]
fn a_url_is_not_repeated() {
    let found = fault("smtp://ada:hunter2@mail.example.org/x", &settings()).unwrap();
    assert_eq!(found, InvalidMailSettings::Url(UrlFault::Shape));
    assert!(!found.to_string().contains("hunter2"), "{found}");
}
