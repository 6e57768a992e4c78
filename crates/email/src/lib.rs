//! Mail to people: what each letter says, and how it gets to a mail server or, for development, into a folder.
//!
//! [`open`] gives the mailer that a text of the configuration names. Whatever it is, it makes the same mail of the same
//! cause: a text and an HTML part from one set of words ([`render`]), and a `Message-ID` made from the cause.
#![warn(missing_docs)]

mod address;
mod compose;
mod folder;
mod letter;
mod one_line;
mod settings;
mod smtp;
mod target;

pub use letter::{Deployment, Rendered, render};
pub use settings::{InvalidMailSettings, Limits, MailSettings};
pub use target::UrlFault;

use compose::Composer;
use folder::Folder;
use ludger_ports::{Clock, Mailer};
use smtp::SmtpMailer;
use std::sync::Arc;
use target::Target;

/// The mailer that `url` names.
///
/// - `smtps://user:password@mail.example.org`: TLS from the first byte; port 465 unless there is another one.
/// - `smtp://user:password@mail.example.org`: STARTTLS, without which nothing is sent; port 587. On this machine
///   (`localhost` and its addresses) without TLS, unless the URL ends in `?tls=starttls`. `?tls=none` does without
///   elsewhere too: whoever listens on the way reads links and password.
/// - `file:mail`: a folder that gets one `.eml` file for each mail, for development.
///
/// User and password may be left out together. Nothing is connected to yet.
pub fn open(
    url: &str,
    settings: &MailSettings,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn Mailer>, InvalidMailSettings> {
    let composer = Composer::new(settings, clock)?;
    Ok(match url.parse()? {
        Target::Folder(path) => Arc::new(Folder::new(path, composer)),
        Target::Server(server) => Arc::new(SmtpMailer::new(server, settings, composer)?),
    })
}
