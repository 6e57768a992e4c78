use crate::target::UrlFault;
use ludger_domain::accounts::Email;
use std::time::Duration;

/// What all mail of a deployment has in common.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// What the deployment calls itself: its mail comes from this name.
    pub name: String,
    /// The address that its mail comes from.
    pub from: Email,
    /// Where people find it: `https://play.example.org`.
    pub public_url: String,
    /// Certificates in PEM, of authorities that are trusted besides the public ones.
    pub ca_pem: Option<Vec<u8>>,
    /// How long a mail server is waited for.
    pub limits: Limits,
}

impl MailSettings {
    /// With the public authorities and the usual patience.
    pub fn new(name: impl Into<String>, from: Email, public_url: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            from,
            public_url: public_url.into(),
            ca_pem: None,
            limits: Limits::default(),
        }
    }
}

/// How long a mail server is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// To be connected and greeted.
    pub connect: Duration,
    /// For the answer to one command. The answer to the content may take what is left of the whole: there patience is
    /// cheaper than not knowing.
    pub command: Duration,
    /// For everything. A worker's lease has to be longer.
    pub whole: Duration,
}

impl Default for Limits {
    /// 10 s, 10 s and 30 s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            command: Duration::from_secs(10),
            whole: Duration::from_secs(30),
        }
    }
}

/// Why no mail can be sent with these settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidMailSettings {
    /// See there.
    #[error("the mail server's URL: {0}")]
    Url(#[from] UrlFault),
    /// The deployment's name.
    #[error("the name that mail comes from has 1 to 80 characters on one line")]
    Name,
    /// The sender's address.
    #[error("the address that mail comes from has to be plain ASCII before the @")]
    From,
    /// The public URL.
    #[error(
        "the public URL has to begin with https:// or http://, for example https://play.example.org"
    )]
    PublicUrl,
    /// The trusted certificates.
    #[error(
        "the mail server's trusted certificates have to be in PEM, between BEGIN CERTIFICATE and END CERTIFICATE"
    )]
    Ca,
}
