//! A whole mail: headers, text and HTML, ready to be sent or written down.

use crate::address::{address, is_plain};
use crate::letter::{Deployment, Rendered, render};
use crate::one_line::one_line;
use crate::settings::{InvalidMailSettings, MailSettings};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use ludger_ports::{Clock, Mail, MailError};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use url::Url;

/// Octets of a line of mail (RFC 5322), without its end.
const LINE_LENGTH_MAX: usize = 998;

/// Makes the mails of one deployment.
pub(crate) struct Composer {
    from: Mailbox,
    deployment: Deployment,
    /// Where the deployment is.
    site: Url,
    clock: Arc<dyn Clock>,
}

/// A mail as it goes out.
pub(crate) struct Composed {
    /// Made from its cause: 32 hexadecimal digits.
    pub(crate) id: String,
    pub(crate) at: Timestamp,
    pub(crate) from: Address,
    pub(crate) to: Address,
    /// Headers and body, in lines that end in CR and LF.
    pub(crate) content: Vec<u8>,
}

impl Composer {
    pub(crate) fn new(
        settings: &MailSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InvalidMailSettings> {
        let name = settings.name.trim();
        if name.is_empty() || one_line(name, 80) != name {
            return Err(InvalidMailSettings::Name);
        }
        let from = address(&settings.from).filter(is_plain);
        let from = from.ok_or(InvalidMailSettings::From)?;
        let site = site(&settings.public_url).ok_or(InvalidMailSettings::PublicUrl)?;
        Ok(Self {
            from: Mailbox::new(Some(name.to_owned()), from),
            deployment: Deployment {
                name: name.to_owned(),
                url: site.as_str().trim_end_matches('/').to_owned(),
            },
            site,
            clock,
        })
    }

    pub(crate) fn site(&self) -> &Url {
        &self.site
    }

    pub(crate) fn compose(&self, mail: &Mail) -> Result<Composed, MailError> {
        let to = address(&mail.to)
            .ok_or_else(|| MailError::Permanent("there is no such domain".to_owned()))?;
        let Rendered {
            subject,
            text,
            html,
        } = render(&mail.letter, &self.deployment);
        let id = id_of(&mail.cause);
        let at = self.clock.now();
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(subject)
            .date(at.into())
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .raw_header(auto_submitted())
            .multipart(parts((text, html), &id))
            .map_err(|error| MailError::Permanent(error.to_string()))?;
        Ok(Composed {
            id,
            at,
            from: self.from.email.clone(),
            to,
            content: message.formatted(),
        })
    }
}

fn site(public_url: &str) -> Option<Url> {
    let site = Url::parse(public_url).ok()?;
    matches!(site.scheme(), "https" | "http").then_some(site)
}

fn id_of(cause: &str) -> String {
    let mut id = HEXLOWER.encode(&Sha256::digest(cause));
    id.truncate(32);
    id
}

/// No out-of-office reply answers it (RFC 3834).
fn auto_submitted() -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Auto-Submitted");
    HeaderValue::new(name, "auto-generated".to_owned())
}

fn parts((text, html): (String, String), id: &str) -> MultiPart {
    MultiPart::alternative()
        .boundary(format!("=_{id}"))
        .singlepart(SinglePart::plain(body(text)))
        .singlepart(SinglePart::html(body(html)))
}

/// As it is where it can be, so that a link can be copied from the file and every program finds it whole.
fn body(text: String) -> Body {
    if text.is_ascii() && text.lines().all(|line| line.len() <= LINE_LENGTH_MAX) {
        let lines = text.replace('\n', "\r\n").into_bytes();
        Body::dangerous_pre_encoded(lines, ContentTransferEncoding::SevenBit)
    } else {
        Body::new(text)
    }
}
