//! Mail that a commit wants sent: a job, written with it. What the mail says is sealed until it is sent, since links are
//! secrets that the database must not know.

use crate::{Ports, Settings};
use data_encoding::BASE64;
use ludger_domain::Timestamp;
use ludger_domain::accounts::{Email, Purpose, TokenSecret};
use ludger_domain::ids::UserId;
use ludger_domain::jobs::{Job, JobKind};
use ludger_ports::{Ids, Letter, Mail, Vault};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// Wants mail sent.
pub(crate) struct Outbox {
    ids: Arc<dyn Ids>,
    vault: Arc<dyn Vault>,
    public_url: String,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    to: Email,
    letter: Letter,
}

impl Outbox {
    pub(crate) fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            ids: ports.ids.clone(),
            vault: ports.vault.clone(),
            public_url: settings.public_url.clone(),
        }
    }

    /// A job that sends a letter: to a user, who takes unsent mail along when they are erased, or to somebody who is none
    /// yet. For each cause there is one, for ever.
    pub(crate) fn job(
        &self,
        cause: String,
        (user, to): (Option<UserId>, Email),
        letter: Letter,
        now: Timestamp,
    ) -> Job {
        // Neither texts nor instants fail to be written.
        let text = serde_json::to_vec(&Sealed { to, letter }).unwrap_or_default();
        let sealed = self.vault.seal(&cause, &text);
        let payload = json!({ "sealed": BASE64.encode(&sealed) });
        let id = self.ids.next().into();
        let job = Job::new(id, JobKind::SendMail, cause, payload, now);
        Job { user, ..job }
    }

    /// A link to one of the pages behind which a one-time token is used. The token stands in the fragment, which browsers
    /// do not send: it reaches no log, and whoever only opens the link uses nothing up.
    pub(crate) fn link(&self, purpose: Purpose, secret: &TokenSecret) -> String {
        let page = match purpose {
            Purpose::Verification => "verify-email",
            Purpose::EmailChange => "change-email",
            Purpose::PasswordReset => "reset-password",
            Purpose::MagicLink => "sign-in",
            Purpose::Invitation => "register",
        };
        let (url, token) = (&self.public_url, secret.text(purpose.token()));
        format!("{url}/links/{page}#token={token}")
    }

    /// A link to the page on which somebody registers, for this address.
    pub(crate) fn invitation(&self, secret: &TokenSecret, email: &Email) -> String {
        let link = self.link(Purpose::Invitation, secret);
        format!("{link}&email={}", escaped(email.as_str()))
    }
}

/// As a value in the fragment of a link.
fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// What a job says that is to be sent; `None`: it was sealed by another deployment's key.
pub(crate) fn mail(vault: &dyn Vault, job: &Job) -> Option<Mail> {
    let sealed = job.payload.get("sealed")?.as_str()?;
    let sealed = BASE64.decode(sealed.as_bytes()).ok()?;
    let text = vault.open(&job.cause, &sealed)?;
    let Sealed { to, letter } = serde_json::from_slice(&text).ok()?;
    Some(Mail {
        cause: job.cause.clone(),
        to,
        letter,
    })
}
