//! What the tests share: settings, a mail, and how it looks to a program that reads mail.

use ludger_domain::Timestamp;
use ludger_domain::accounts::Email;
use ludger_email::{Limits, MailSettings, open};
use ludger_ports::{Letter, Mail, MailError, Mailer, MockClock};
use mail_parser::{Message, MessageParser};
use std::sync::Arc;
use std::time::Duration;

/// The secret in every link of the tests.
pub(crate) const TOKEN: &str = "c2VjcmV0-dG9rZW4tb2YtMzItYnl0ZXMtb3Itc28tLS0";

pub(crate) fn email(text: &str) -> Email {
    text.parse().unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn settings() -> MailSettings {
    let from = email("play@example.org");
    MailSettings::new("Quiz Night", from, "https://play.example.org/")
}

/// For servers that never answer.
pub(crate) fn impatient() -> MailSettings {
    MailSettings {
        limits: Limits {
            connect: Duration::from_millis(800),
            command: Duration::from_millis(800),
            whole: Duration::from_secs(2),
        },
        ..settings()
    }
}

pub(crate) fn mailer_at(url: &str, settings: &MailSettings, now: &str) -> Arc<dyn Mailer> {
    let now = at(now);
    let mut clock = MockClock::new();
    clock.expect_now().return_const(now);
    open(url, settings, Arc::new(clock)).unwrap()
}

pub(crate) fn mailer(url: &str, settings: &MailSettings) -> Arc<dyn Mailer> {
    mailer_at(url, settings, "2026-11-05T10:20:30Z")
}

pub(crate) fn link() -> String {
    format!("https://play.example.org/auth/link?token={TOKEN}&return_to=%2Fquiz")
}

pub(crate) fn mail() -> Mail {
    Mail {
        cause: "magic-link/7".to_owned(),
        to: email("ada@example.com"),
        letter: Letter::MagicLink { link: link() },
    }
}

pub(crate) async fn send(url: &str, settings: &MailSettings) -> Result<(), MailError> {
    mailer(url, settings).send(&mail()).await
}

pub(crate) fn parsed(content: &[u8]) -> Message<'_> {
    MessageParser::default().parse(content).unwrap()
}
