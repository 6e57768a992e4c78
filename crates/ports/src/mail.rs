//! Mail to people.

use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::accounts::Email;
use serde::{Deserialize, Serialize};

/// One mail to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Why it is sent, once for each reason: its `Message-ID` is made from it, the same whenever it is sent.
    pub cause: String,
    /// To whom.
    pub to: Email,
    /// What it says.
    pub letter: Letter,
}

/// What a mail says. Links are whole, and lead to pages of this deployment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// Follow the link to show that the address is yours; 24 hours.
    Verification {
        /// Secret.
        link: String,
    },
    /// Somebody registered with an address that has an account already.
    AlreadyRegistered,
    /// Follow the link to set a new password; 1 hour.
    PasswordReset {
        /// Secret.
        link: String,
    },
    /// Follow the link to sign in; 10 minutes.
    MagicLink {
        /// Secret.
        link: String,
    },
    /// To the new address: follow the link to use it from now on; 24 hours.
    EmailChange {
        /// Secret.
        link: String,
    },
    /// To the old address: somebody who was signed in asked for another one.
    EmailChangeAsked,
    /// To the old address: another one is used from now on.
    EmailChanged,
    /// The password is another one from now on, and every session was ended.
    PasswordChanged,
    /// Signing in asks for a second factor from now on.
    SecondFactorOn {
        /// When.
        at: Timestamp,
    },
    /// Signing in asks for no second factor any more.
    SecondFactorOff {
        /// When.
        at: Timestamp,
    },
    /// There is a token now by which a program acts as the account.
    ApiTokenCreated {
        /// What it was called.
        name: String,
        /// When.
        at: Timestamp,
    },
    /// Somebody signed in from a device that was not seen before.
    NewDevice {
        /// What it calls itself.
        device: Option<String>,
        /// From where.
        address: Option<String>,
        /// When.
        at: Timestamp,
    },
    /// Too many sign-ins failed; a magic link still works.
    SignInsBlocked {
        /// When.
        at: Timestamp,
    },
    /// Too many codes of the second factor were wrong: of somebody who knows the password, or reads the mail.
    CodesBlocked {
        /// When.
        at: Timestamp,
    },
    /// A spent refresh token came again, so its session was ended.
    SessionReplayed {
        /// When.
        at: Timestamp,
    },
    /// The account is deleted; personal data is erased at a later time.
    AccountDeleted {
        /// When.
        erased_at: Timestamp,
    },
    /// Follow the link to register; 7 days.
    Invitation {
        /// Secret.
        link: String,
    },
    /// An operator tries the settings out.
    Test,
}

/// Links stay out of logs.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Letter(…)")
    }
}

/// Sends mail. Answers within a bounded time.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Hands a mail over to whoever delivers it.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// A mail that was not sent, or maybe was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Nothing was taken over; worth another try.
    #[error("the mail server did not take it: {0}")]
    Temporary(String),
    /// Nothing was taken over, and it will be no different next time.
    #[error("the mail server refused it: {0}")]
    Permanent(String),
    /// It was handed over, and the answer was lost: it may have been taken.
    #[error("nobody knows whether the mail server took it: {0}")]
    Unknown(String),
}
