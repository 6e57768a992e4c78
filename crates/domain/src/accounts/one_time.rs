use super::words::words;
use super::{Email, ReturnTo, TokenHash, TokenKind, TokenSecret};
use crate::ids::UserId;
use crate::{Timestamp, micros};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

words! {
    /// What a one-time token is good for.
    Purpose, "purpose" {
        /// Shows that a new user reads the mail of their address.
        Verification = "email_verification",
        /// Sets a password without the old one.
        PasswordReset = "password_reset",
        /// Signs in.
        MagicLink = "magic_link",
        /// Shows that a user reads the mail of the address that they change to.
        EmailChange = "email_change",
        /// Lets somebody register where nobody else may.
        Invitation = "invitation",
    }
}

impl Purpose {
    /// How long it is good for.
    pub const fn lifetime(self) -> SignedDuration {
        match self {
            Self::Verification | Self::EmailChange => SignedDuration::from_hours(24),
            Self::PasswordReset => SignedDuration::from_hours(1),
            Self::MagicLink => SignedDuration::from_mins(10),
            Self::Invitation => SignedDuration::from_hours(7 * 24),
        }
    }

    /// What its text is.
    pub const fn token(self) -> TokenKind {
        match self {
            Self::Verification => TokenKind::Verification,
            Self::PasswordReset => TokenKind::PasswordReset,
            Self::MagicLink => TokenKind::MagicLink,
            Self::EmailChange => TokenKind::EmailChange,
            Self::Invitation => TokenKind::Invitation,
        }
    }
}

/// A token that was sent by mail and is good for one thing, once. The store knows its hash alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeToken {
    /// Of the secret in the mail.
    pub hash: TokenHash,
    /// What it is good for.
    pub purpose: Purpose,
    /// Whose; `None`: of nobody yet, for an invitation.
    pub user: Option<UserId>,
    /// Where it was sent. A token dies with the address that it was sent to.
    pub email: Email,
    /// Where to go after signing in.
    pub return_to: ReturnTo,
    /// When it was sent.
    pub created_at: Timestamp,
    /// Its end.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Why a one-time token is good for nothing. To its bearer they are one and the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OneTimeRefusal {
    /// It was used.
    #[error("this link was used")]
    Used,
    /// Its time is over.
    #[error("this link has expired")]
    Expired,
    /// It is good for something else.
    #[error("this link is for something else")]
    OtherPurpose,
}

impl OneTimeRefusal {
    /// Stable, `snake_case`; one for all of them.
    pub const fn code(self) -> &'static str {
        "invalid_link"
    }
}

impl OneTimeToken {
    /// A token to be sent now.
    pub fn issue(
        purpose: Purpose,
        user: Option<UserId>,
        email: Email,
        secret: &TokenSecret,
        now: Timestamp,
    ) -> Self {
        let now = micros(now);
        Self {
            hash: secret.hash(),
            purpose,
            user,
            email,
            return_to: ReturnTo::default(),
            created_at: now,
            expires_at: micros(
                now.checked_add(purpose.lifetime())
                    .unwrap_or(Timestamp::MAX),
            ),
            used_at: None,
        }
    }

    /// The same, which leads there.
    #[must_use]
    pub fn leading_to(self, return_to: ReturnTo) -> Self {
        Self { return_to, ..self }
    }

    /// The token used for `purpose`. The commit has to expect that it is still unused.
    ///
    /// # Errors
    /// It is good for nothing, or for something else.
    pub fn use_for(self, purpose: Purpose, now: Timestamp) -> Result<Self, OneTimeRefusal> {
        if self.purpose != purpose {
            return Err(OneTimeRefusal::OtherPurpose);
        }
        if self.used_at.is_some() {
            return Err(OneTimeRefusal::Used);
        }
        let now = micros(now);
        if now >= self.expires_at {
            return Err(OneTimeRefusal::Expired);
        }
        Ok(Self {
            used_at: Some(now),
            ..self
        })
    }
}
